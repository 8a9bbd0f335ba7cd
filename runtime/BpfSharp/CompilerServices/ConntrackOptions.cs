using System.Runtime.InteropServices;

namespace BpfSharp.CompilerServices;

/// <summary>What is asked of connection tracking (<c>struct bpf_ct_opts</c>, the 12 bytes that all kernels take).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ConntrackOptions
{
    public const int ByteCount = 12;

    /// <summary>-1: the interface's.</summary>
    public int NetworkNamespace;

    /// <summary>Answer: a negative error number.</summary>
    public int Error;

    public byte Protocol;

    /// <summary>Answer: which way the packet goes.</summary>
    public byte Direction;

    public ushort Zone;
}
