using System;

namespace BpfSharp;

/// <summary>Calling this static method in a program is a call of a kernel function (kfunc), which the loader finds in the running kernel's BTF; the body is what a simulation does.</summary>
/// <remarks>
/// Arguments go to the function as those of a helper do (<see cref="BpfHelperAttribute"/>, <see cref="BpfArgumentAttribute"/>). Kernel functions need a program under a GPL-compatible license and the JIT; unlike helpers they may
/// change or go with any kernel version (Documentation/bpf/kfuncs.rst). Loading on a kernel without the function throws, naming it.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BpfKfuncAttribute : Attribute
{
    /// <summary>Declares a kernel function.</summary>
    /// <param name="name">The kernel's name, such as <c>bpf_iter_num_new</c>.</param>
    /// <param name="prototype">Its declaration in the kernel's source without the name, such as <c>int (struct bpf_iter_num *it, int start, int end)</c>. Types: <c>void</c>, C's and the kernel's integers,
    /// <c>bool</c>, and pointers to them and to a <c>struct</c>, <c>union</c> or <c>enum</c>. libbpf refuses an object where kinds of types differ from the kernel's.</param>
    public BpfKfuncAttribute(string name, string prototype)
    {
        Name = name;
        Prototype = prototype;
    }

    /// <summary>The kernel's name.</summary>
    public string Name { get; }

    /// <summary>Declaration in C, without the name.</summary>
    public string Prototype { get; }

    /// <summary>First kernel that has the function for the programs named, such as <c>6.4</c>.</summary>
    public string Since { get; init; } = "";

    /// <summary>Program types that may call it, separated by commas; empty: all.</summary>
    public string Programs { get; init; } = "";

    /// <summary>Where a simulation's answers come from, or what it does otherwise than the kernel; empty: it does what the kernel does.</summary>
    public string Simulation { get; init; } = "";

    /// <summary>Only for programs that are made for one device.</summary>
    public bool DeviceBound { get; init; }

    /// <summary>The result is a reference to a structure of the kernel's with that many bytes, which is read field by field, or a null reference; 0: it is none.</summary>
    public int ResultBytes { get; init; }

    /// <summary>What the call does besides computing its result.</summary>
    public BpfHelperEffects Effects { get; init; }
}
