using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary><c>union bpf_attr</c> of BPF_LINK_CREATE; the unions hold what the attach type wants, TCX's member reaches to byte 32.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct LinkCreateAttribute
{
    [FieldOffset(0)] public int ProgramFd;
    [FieldOffset(4)] public int TargetInterface;
    [FieldOffset(8)] public int AttachType;
    [FieldOffset(12)] public uint Flags;
    [FieldOffset(4)] public int TargetProgramFd;
    [FieldOffset(16)] public uint TcxRelativeId;
    [FieldOffset(16)] public int TargetFunctionId;
    [FieldOffset(24)] public ulong TcxExpectedRevision;
}

/// <summary><c>union bpf_attr</c> of BPF_LINK_UPDATE; BPF_LINK_DETACH reads only the descriptor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct LinkUpdateAttribute
{
    [FieldOffset(0)] public int LinkFd;
    [FieldOffset(4)] public int NewProgramFd;
    [FieldOffset(8)] public uint Flags;
    [FieldOffset(12)] public int OldProgramFd;
}

/// <summary><c>union bpf_attr</c> of BPF_PROG_QUERY, as it is from 6.6 on (older kernels end at <see cref="Count"/>).</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
internal struct ProgramQueryAttribute
{
    [FieldOffset(0)] public int TargetInterface;
    [FieldOffset(4)] public int AttachType;
    [FieldOffset(8)] public uint QueryFlags;
    [FieldOffset(12)] public uint AttachFlags;
    [FieldOffset(16)] public ulong ProgramIds;
    [FieldOffset(24)] public int Count;
    [FieldOffset(32)] public ulong ProgramAttachFlags;
    [FieldOffset(40)] public ulong LinkIds;
    [FieldOffset(48)] public ulong LinkAttachFlags;
    [FieldOffset(56)] public ulong Revision;
}
