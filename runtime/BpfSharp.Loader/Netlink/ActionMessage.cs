namespace BpfSharp.Loader.Netlink;

/// <summary><c>struct tcamsg</c>.</summary>
internal struct ActionMessage
{
    public byte Family;
    public byte Padding1;
    public ushort Padding2;
}
