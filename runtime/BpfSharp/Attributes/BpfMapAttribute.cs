using System;

namespace BpfSharp;

/// <summary>A static field of this class declares a kernel map.</summary>
/// <remarks>Constructor parameters tell the rest by name: <c>maxEntries</c> or <c>byteSize</c>, <c>flags</c>, <c>pinning</c>, <c>hashFunctions</c>, <c>template</c>; initial entries: <c>programs</c>, <c>maps</c>.</remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class BpfMapAttribute : Attribute
{
    /// <summary>Declares a map type.</summary>
    /// <param name="mapType"><c>enum bpf_map_type</c> in the kernel's <c>include/uapi/linux/bpf.h</c>.</param>
    public BpfMapAttribute(int mapType) => MapType = mapType;

    /// <summary><c>enum bpf_map_type</c>.</summary>
    public int MapType { get; }

    /// <summary>The kernel's name, such as <c>BPF_MAP_TYPE_HASH</c>.</summary>
    public string Name { get; init; } = "";

    /// <summary>Which type parameter is the key; -1: none.</summary>
    public int Key { get; init; } = -1;

    /// <summary>Which type parameter is the value; -1: none.</summary>
    public int Value { get; init; } = -1;

    /// <summary>Bytes of the key where no type parameter tells.</summary>
    public int KeySize { get; init; }

    /// <summary>Bytes of the value where no type parameter tells.</summary>
    public int ValueSize { get; init; }

    /// <summary>Which type parameter is the map class of the entries; -1: entries are no maps. The constructor's <c>template</c> tells what they are like.</summary>
    public int Inner { get; init; } = -1;

    /// <summary>Program types that may use it, separated by commas; empty: all.</summary>
    public string Programs { get; init; } = "";

    /// <summary>First kernel that has all that the declaration uses, such as <c>5.16</c>; empty: every kernel that is supported.</summary>
    public string Since { get; init; } = "";

    /// <summary>Name of the method of <see cref="Views.IMapViewFactory"/> that gives user space its view.</summary>
    public string View { get; init; } = "";
}
