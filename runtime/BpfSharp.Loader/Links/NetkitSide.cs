namespace BpfSharp.Loader;

/// <summary>The packets of a netkit pair that a program sees. Both programs hang on the primary device, so that its owner rules both sides.</summary>
public enum NetkitSide
{
    /// <summary>Those that the primary device sends.</summary>
    Primary,

    /// <summary>Those that the peer sends.</summary>
    Peer,
}
