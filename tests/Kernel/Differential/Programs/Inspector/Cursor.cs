using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>How far a packet was read, and what stood there.</summary>
public struct Cursor
{
    public int Offset;

    /// <summary>Where the outermost IP header stands.</summary>
    public int OuterNetwork;

    /// <summary>Bytes after the innermost IP header, as that says.</summary>
    public int PayloadLength;

    public EtherType OuterType;
    public EtherType EtherType;
    public Content Content;
    public byte Tunnels;
    public FlowTraits Traits;
    public FlowKey Key;

    public void Advance(int bytes) => Offset += bytes;

    /// <summary>Goes on behind the header of a tunnel.</summary>
    public void Enter(TunnelKind kind, Content content, EtherType type)
    {
        Key.Tunnel = kind;
        Content = content;
        EtherType = type;
        Tunnels++;
    }
}
