namespace BpfSharp.Loader;

/// <summary>Kinds of things that a machine can lack.</summary>
public enum HostObstacleKind
{
    /// <summary>Not Linux, or not on x86-64 or arm64.</summary>
    Platform,

    /// <summary>A part that the kernel was built without or is too old for: a map type, a program type, a helper.</summary>
    KernelPart,

    /// <summary>A capability of this process.</summary>
    Capability,

    /// <summary>A security module or kernel lockdown.</summary>
    Lockdown,

    /// <summary>The limit of locked memory (before Linux 5.11).</summary>
    LockedMemory,

    /// <summary>Types (BTF): the object is loaded without source lines.</summary>
    Types,

    /// <summary>The JIT compiler is off.</summary>
    Jit,

    /// <summary>No BPF file system where a map is to be pinned.</summary>
    FileSystem,
}
