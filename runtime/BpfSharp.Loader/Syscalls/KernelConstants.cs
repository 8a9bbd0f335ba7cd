namespace BpfSharp.Loader.Syscalls;

/// <summary>Numbers of <c>enum bpf_map_type</c> that the loader treats by type.</summary>
internal static class MapType
{
    public const int Hash = 1;
    public const int Array = 2;
    public const int ProgramArray = 3;
    public const int PerfEventArray = 4;
    public const int PerCpuHash = 5;
    public const int PerCpuArray = 6;
    public const int LruHash = 9;
    public const int LruPerCpuHash = 10;
    public const int LpmTrie = 11;
    public const int ArrayOfMaps = 12;
    public const int HashOfMaps = 13;
    public const int DeviceMap = 14;
    public const int SocketMap = 15;
    public const int CpuMap = 16;
    public const int XskMap = 17;
    public const int SocketHash = 18;
    public const int Queue = 22;
    public const int Stack = 23;
    public const int SocketStorage = 24;
    public const int DeviceHash = 25;
    public const int RingBuffer = 27;
    public const int BloomFilter = 30;
    public const int UserRingBuffer = 31;
}

/// <summary><c>BPF_F_*</c> of map creation.</summary>
internal static class MapCreationFlags
{
    public const uint NoPreallocation = 1u << 0;
    public const uint NumaNode = 1u << 2;
    public const uint ReadOnlyForPrograms = 1u << 7;
    public const uint MemoryMappable = 1u << 10;
}

/// <summary><c>enum bpf_prog_type</c>.</summary>
internal static class ProgramType
{
    public const int SchedulerClassifier = 3;
    public const int SchedulerAction = 4;
    public const int Xdp = 6;
    public const int Extension = 28;
}

/// <summary><c>enum bpf_attach_type</c>.</summary>
internal static class AttachType
{
    public const int None = 0;
    public const int XdpDeviceMap = 33;
    public const int XdpCpuMap = 35;
    public const int Xdp = 37;
    public const int TcxIngress = 46;
    public const int TcxEgress = 47;
    public const int NetkitPrimary = 54;
    public const int NetkitPeer = 55;
}

/// <summary>Registers and opcodes that relocation writes.</summary>
internal static class PseudoSource
{
    public const byte MapFd = 1;
    public const byte MapValue = 2;
}

/// <summary>Sources of a link's position among TCX programs, and other attach flags.</summary>
internal static class AttachFlags
{
    public const uint None = 0;

    /// <summary>Of BPF_LINK_UPDATE: only where <c>old_prog_fd</c> is in the link.</summary>
    public const uint Replace = 1u << 2;

    public const uint Before = 1u << 3;
    public const uint After = 1u << 4;
    public const uint Id = 1u << 5;

    /// <summary>The id is a link's, not a program's.</summary>
    public const uint Link = 1u << 13;
}

/// <summary>XDP mode bits of <c>if_link.h</c>.</summary>
internal static class XdpFlags
{
    public const uint UpdateIfNoExist = 1u << 0;
    public const uint Generic = 1u << 1;
    public const uint Native = 1u << 2;
    public const uint Hardware = 1u << 3;

    /// <summary>Netlink: only where the program of IFLA_XDP_EXPECTED_FD is there (Linux 5.7).</summary>
    public const uint Replace = 1u << 4;
}
