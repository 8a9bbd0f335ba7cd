using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary><c>union bpf_attr</c> of BPF_OBJ_PIN and BPF_OBJ_GET.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct ObjectPathAttribute
{
    [FieldOffset(0)] public ulong Path;
    [FieldOffset(8)] public int Fd;
    [FieldOffset(12)] public uint FileFlags;
}

/// <summary><c>union bpf_attr</c> of BPF_*_GET_FD_BY_ID.</summary>
[StructLayout(LayoutKind.Explicit, Size = 12)]
internal struct ObjectIdAttribute
{
    [FieldOffset(0)] public uint Id;
    [FieldOffset(4)] public uint NextId;
    [FieldOffset(8)] public uint OpenFlags;
}

/// <summary><c>union bpf_attr</c> of BPF_OBJ_GET_INFO_BY_FD.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct ObjectInfoAttribute
{
    [FieldOffset(0)] public int Fd;
    [FieldOffset(4)] public int InfoLength;
    [FieldOffset(8)] public ulong Info;
}

/// <summary><c>struct bpf_prog_info</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 232)]
internal struct ProgramInfo
{
    [FieldOffset(0)] public int Type;
    [FieldOffset(4)] public uint Id;
    [FieldOffset(8)] public ulong Tag;
    [FieldOffset(16)] public int JitedLength;
    [FieldOffset(20)] public int TranslatedLength;
    [FieldOffset(24)] public ulong JitedInstructions;
    [FieldOffset(32)] public ulong TranslatedInstructions;
    [FieldOffset(40)] public ulong LoadTime;
    [FieldOffset(48)] public uint CreatedByUser;
    [FieldOffset(52)] public int MapIdCount;
    [FieldOffset(56)] public ulong MapIds;
    [FieldOffset(64)] public ObjectName Name;
    [FieldOffset(80)] public int InterfaceIndex;
    [FieldOffset(104)] public int JitedSymbolCount;
    [FieldOffset(108)] public int JitedLengthCount;
    [FieldOffset(112)] public ulong JitedSymbols;
    [FieldOffset(120)] public ulong JitedLengths;
    [FieldOffset(128)] public uint BtfId;
    [FieldOffset(148)] public int LineInfoCount;
    [FieldOffset(152)] public ulong LineInfo;
    [FieldOffset(160)] public ulong JitedLineInfo;
    [FieldOffset(168)] public int JitedLineInfoCount;
    [FieldOffset(172)] public int LineInfoRecordSize;
    [FieldOffset(176)] public int JitedLineInfoRecordSize;
    [FieldOffset(192)] public ulong RunTimeNanoseconds;
    [FieldOffset(200)] public ulong RunCount;
    [FieldOffset(208)] public ulong RecursionMisses;
    [FieldOffset(216)] public uint VerifiedInstructions;
}

/// <summary><c>struct bpf_map_info</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
internal struct MapInfo
{
    [FieldOffset(0)] public int Type;
    [FieldOffset(4)] public uint Id;
    [FieldOffset(8)] public int KeySize;
    [FieldOffset(12)] public int ValueSize;
    [FieldOffset(16)] public uint MaxEntries;
    [FieldOffset(20)] public uint Flags;
    [FieldOffset(24)] public ObjectName Name;
    [FieldOffset(40)] public int InterfaceIndex;
    [FieldOffset(64)] public uint BtfId;
    [FieldOffset(68)] public uint BtfKeyTypeId;
    [FieldOffset(72)] public uint BtfValueTypeId;
    [FieldOffset(80)] public ulong MapExtra;
}

/// <summary><c>struct bpf_link_info</c>: the common head, and the members for XDP and TCX.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct LinkInfo
{
    [FieldOffset(0)] public int Type;
    [FieldOffset(4)] public uint Id;
    [FieldOffset(8)] public uint ProgramId;
    [FieldOffset(16)] public uint InterfaceIndex;
    [FieldOffset(20)] public int AttachType;
}

/// <summary><c>struct bpf_btf_info</c>.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct BtfInfo
{
    [FieldOffset(0)] public ulong Bytes;
    [FieldOffset(8)] public uint Size;
    [FieldOffset(12)] public uint Id;
    [FieldOffset(16)] public ulong Name;
    [FieldOffset(24)] public uint NameLength;
    [FieldOffset(28)] public uint IsOfKernel;
}
