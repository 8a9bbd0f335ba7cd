using System;

namespace BpfSharp;

/// <summary>The property is a field of the kernel's context structure.</summary>
[AttributeUsage(AttributeTargets.Property, Inherited = false)]
public sealed class BpfContextFieldAttribute : Attribute
{
    /// <summary>Places the field.</summary>
    /// <param name="name">Name in <c>struct xdp_md</c> or <c>struct __sk_buff</c> of <c>include/uapi/linux/bpf.h</c>.</param>
    /// <param name="offset">Bytes from the structure's start.</param>
    /// <param name="size">Bytes.</param>
    public BpfContextFieldAttribute(string name, int offset, int size)
    {
        Name = name;
        Offset = offset;
        Size = size;
    }

    /// <summary>Name in the kernel's header.</summary>
    public string Name { get; }

    /// <summary>Bytes from the structure's start.</summary>
    public int Offset { get; }

    /// <summary>Bytes.</summary>
    public int Size { get; }

    /// <summary>First kernel that has the field, such as <c>5.18</c>; empty: every kernel that is supported.</summary>
    public string Since { get; init; } = "";

    /// <summary>Of a property that returns by reference: bytes of the kernel's structure that the field points to, if it is not null; 0: the field is a number.</summary>
    public int ResultBytes { get; init; }
}
