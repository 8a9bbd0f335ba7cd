namespace BpfSharp.Loader.Netlink;

/// <summary><c>struct ifinfomsg</c>.</summary>
internal struct InterfaceMessage
{
    public byte Family;
    public byte Padding;
    public ushort Type;
    public int Index;
    public uint Flags;
    public uint Change;
}
