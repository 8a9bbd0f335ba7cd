using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>The innermost packet's transport header, as far as its flow cares.</summary>
public struct Segment
{
    public ulong Number;
    public int Length;
    public uint Sequence;
    public int PayloadLength;

    /// <summary>Where the TCP header stands.</summary>
    public int Offset;

    public TcpFlags Flags;
    public TcpOptions Options;
}
