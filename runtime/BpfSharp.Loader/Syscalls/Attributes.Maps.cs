using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary><c>union bpf_attr</c> of BPF_MAP_CREATE.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
internal struct MapCreateAttribute
{
    [FieldOffset(0)] public int MapType;
    [FieldOffset(4)] public int KeySize;
    [FieldOffset(8)] public int ValueSize;
    [FieldOffset(12)] public uint MaxEntries;
    [FieldOffset(16)] public uint MapFlags;
    [FieldOffset(20)] public int InnerMapFd;
    [FieldOffset(24)] public int NumaNode;
    [FieldOffset(28)] public ObjectName Name;
    [FieldOffset(44)] public int InterfaceIndex;
    [FieldOffset(48)] public int BtfFd;
    [FieldOffset(52)] public int BtfKeyTypeId;
    [FieldOffset(56)] public int BtfValueTypeId;
    [FieldOffset(60)] public int BtfVmlinuxValueTypeId;
    [FieldOffset(64)] public ulong MapExtra;
}

/// <summary><c>union bpf_attr</c> of the BPF_MAP_*_ELEM commands; BPF_MAP_FREEZE reads only the descriptor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct MapElementAttribute
{
    [FieldOffset(0)] public int MapFd;
    [FieldOffset(8)] public ulong Key;

    /// <summary>For BPF_MAP_GET_NEXT_KEY: where the next key goes.</summary>
    [FieldOffset(16)] public ulong Value;
    [FieldOffset(24)] public ulong Flags;
}

/// <summary><c>union bpf_attr</c> of the BPF_MAP_*_BATCH commands.</summary>
[StructLayout(LayoutKind.Explicit, Size = 56)]
internal struct MapBatchAttribute
{
    [FieldOffset(0)] public ulong InBatch;
    [FieldOffset(8)] public ulong OutBatch;
    [FieldOffset(16)] public ulong Keys;
    [FieldOffset(24)] public ulong Values;
    [FieldOffset(32)] public uint Count;
    [FieldOffset(36)] public int MapFd;
    [FieldOffset(40)] public ulong ElementFlags;
    [FieldOffset(48)] public ulong Flags;
}

/// <summary><c>struct bpf_devmap_val</c>: a program goes in as a descriptor (0: none), and comes out as an id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct DeviceMapValue
{
    public uint IfIndex;
    public int Program;
}

/// <summary><c>struct bpf_cpumap_val</c>: a program goes in as a descriptor (0: none), and comes out as an id.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct CpuMapValue
{
    public uint QueueSize;
    public int Program;
}

/// <summary>A kernel object's name: 15 bytes of <c>[A-Za-z0-9_.]</c> and a zero.</summary>
[InlineArray(16)]
internal struct ObjectName
{
    private byte _first;
}
