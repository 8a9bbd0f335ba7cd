using System.Runtime.InteropServices;

namespace BpfSharp.Loader.Syscalls;

/// <summary><c>union bpf_attr</c> of BPF_PROG_LOAD, up to <c>log_true_size</c> (6.4), which the kernel fills in.</summary>
[StructLayout(LayoutKind.Explicit, Size = 144)]
internal struct ProgramLoadAttribute
{
    [FieldOffset(0)] public int ProgramType;
    [FieldOffset(4)] public int InstructionCount;
    [FieldOffset(8)] public ulong Instructions;
    [FieldOffset(16)] public ulong License;
    [FieldOffset(24)] public uint LogLevel;
    [FieldOffset(28)] public uint LogSize;
    [FieldOffset(32)] public ulong LogBuffer;
    [FieldOffset(40)] public uint KernelVersion;
    [FieldOffset(44)] public uint Flags;
    [FieldOffset(48)] public ObjectName Name;
    [FieldOffset(64)] public int InterfaceIndex;
    [FieldOffset(68)] public int ExpectedAttachType;
    [FieldOffset(72)] public int BtfFd;
    [FieldOffset(76)] public int FunctionInfoRecordSize;
    [FieldOffset(80)] public ulong FunctionInfo;
    [FieldOffset(88)] public int FunctionInfoCount;
    [FieldOffset(92)] public int LineInfoRecordSize;
    [FieldOffset(96)] public ulong LineInfo;
    [FieldOffset(104)] public int LineInfoCount;
    [FieldOffset(108)] public int AttachBtfId;
    [FieldOffset(112)] public int AttachProgramFd;
    [FieldOffset(116)] public int CoreRelocationCount;
    [FieldOffset(120)] public ulong FdArray;
    [FieldOffset(128)] public ulong CoreRelocations;
    [FieldOffset(136)] public int CoreRelocationRecordSize;
    [FieldOffset(140)] public uint LogTrueSize;
}

/// <summary><c>union bpf_attr</c> of BPF_PROG_TEST_RUN.</summary>
[StructLayout(LayoutKind.Explicit, Size = 80)]
internal struct TestRunAttribute
{
    [FieldOffset(0)] public int ProgramFd;
    [FieldOffset(4)] public uint ReturnValue;
    [FieldOffset(8)] public int DataSizeIn;
    [FieldOffset(12)] public int DataSizeOut;
    [FieldOffset(16)] public ulong DataIn;
    [FieldOffset(24)] public ulong DataOut;
    [FieldOffset(32)] public uint Repeat;
    [FieldOffset(36)] public uint Duration;
    [FieldOffset(40)] public int ContextSizeIn;
    [FieldOffset(44)] public int ContextSizeOut;
    [FieldOffset(48)] public ulong ContextIn;
    [FieldOffset(56)] public ulong ContextOut;
    [FieldOffset(64)] public uint Flags;
    [FieldOffset(68)] public uint Cpu;
    [FieldOffset(72)] public uint BatchSize;
}

/// <summary><c>union bpf_attr</c> of BPF_BTF_LOAD.</summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
internal struct BtfLoadAttribute
{
    [FieldOffset(0)] public ulong Btf;
    [FieldOffset(8)] public ulong LogBuffer;
    [FieldOffset(16)] public int BtfSize;
    [FieldOffset(20)] public uint LogSize;
    [FieldOffset(24)] public uint LogLevel;
    [FieldOffset(28)] public uint LogTrueSize;
}

/// <summary><c>struct xdp_md</c>: what an XDP test run takes besides the packet. <c>DataStart</c> is where the packet begins behind its metadata.</summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
internal struct XdpContextMessage
{
    [FieldOffset(0)] public int DataStart;
    [FieldOffset(4)] public int DataEnd;
    [FieldOffset(8)] public int MetadataStart;
    [FieldOffset(12)] public int IngressInterface;
    [FieldOffset(16)] public uint ReceiveQueue;
}

/// <summary><c>struct __sk_buff</c>: what a tc test run takes and gives back besides the packet.</summary>
[StructLayout(LayoutKind.Explicit, Size = 192)]
internal struct SocketBufferContext
{
    [FieldOffset(8)] public uint Mark;
    [FieldOffset(32)] public uint Priority;
    [FieldOffset(36)] public int IngressInterface;
    [FieldOffset(40)] public int Interface;
    [FieldOffset(152)] public ulong Timestamp;
}
