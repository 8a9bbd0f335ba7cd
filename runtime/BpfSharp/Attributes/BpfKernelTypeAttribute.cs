using System;

namespace BpfSharp;

/// <summary>The struct is one that the kernel knows by name where it lies in a map's value.</summary>
[AttributeUsage(AttributeTargets.Struct, Inherited = false)]
public sealed class BpfKernelTypeAttribute : Attribute
{
    /// <summary>Marks the struct.</summary>
    /// <param name="name">The kernel's name of it.</param>
    public BpfKernelTypeAttribute(string name) => Name = name;

    /// <summary>The kernel's name of it.</summary>
    public string Name { get; }
}
