using System;

namespace BpfSharp;

/// <summary>Lets BPF programs of other assemblies call this method (of a struct or class: all its members that are not marked <see cref="BpfNotInProgramAttribute"/>).</summary>
/// <remarks>The body is compiled where it stands and travels in the assembly. Within one assembly the attribute is not needed.</remarks>
[AttributeUsage(
    AttributeTargets.Method | AttributeTargets.Property | AttributeTargets.Constructor | AttributeTargets.Struct | AttributeTargets.Class,
    Inherited = false)]
public sealed class BpfFunctionAttribute : Attribute;
