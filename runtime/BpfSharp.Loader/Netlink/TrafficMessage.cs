namespace BpfSharp.Loader.Netlink;

/// <summary><c>struct tcmsg</c>.</summary>
internal struct TrafficMessage
{
    public byte Family;
    public byte Padding1;
    public ushort Padding2;
    public int Index;
    public uint Handle;
    public uint Parent;

    /// <summary>For filters: priority in the upper half, protocol (network order) in the lower.</summary>
    public uint Info;
}
