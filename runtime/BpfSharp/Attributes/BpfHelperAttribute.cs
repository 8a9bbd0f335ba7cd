using System;

namespace BpfSharp;

/// <summary>Calling this method in a program is a call of a kernel helper function; the body is what a simulation does.</summary>
/// <remarks>
/// Arguments go to the helper in order; of an instance method of a map class, the map is the first. A context or map class goes as such, <c>in</c> memory that is read, <c>ref</c> and <c>out</c> memory that is
/// written, a span as memory and its length (two arguments), anything else as a number; <see cref="BpfArgumentAttribute"/> overrides.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BpfHelperAttribute : Attribute
{
    /// <summary>Declares a helper.</summary>
    /// <param name="id"><c>BPF_FUNC_*</c> number in the kernel's <c>include/uapi/linux/bpf.h</c>.</param>
    public BpfHelperAttribute(int id) => Id = id;

    /// <summary><c>BPF_FUNC_*</c> number.</summary>
    public int Id { get; }

    /// <summary>The kernel's name, such as <c>bpf_map_lookup_elem</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>First kernel that has the helper for the programs named, such as <c>4.18</c>.</summary>
    public string Since { get; init; } = "";

    /// <summary>Only for programs with a license that is compatible with the GPL.</summary>
    public bool Gpl { get; init; }

    /// <summary>Program types that may call it, separated by commas; empty: all.</summary>
    public string Programs { get; init; } = "";

    /// <summary>Where a simulation's answers come from, or what it does otherwise than the kernel; empty: it does what the kernel does.</summary>
    public string Simulation { get; init; } = "";

    /// <summary>The result is a reference to a structure of the kernel's with that many bytes, which is read field by field, or a null reference; 0: it is none.</summary>
    public int ResultBytes { get; init; }

    /// <summary>What the call does besides computing its result.</summary>
    public BpfHelperEffects Effects { get; init; }
}
