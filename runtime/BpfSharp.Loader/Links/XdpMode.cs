namespace BpfSharp.Loader;

/// <summary>Where an XDP program runs.</summary>
public enum XdpMode
{
    /// <summary>In the driver where it can, otherwise generic. Only asked for, never an answer.</summary>
    Auto,

    /// <summary>In the driver, before the kernel has made a socket buffer.</summary>
    Native,

    /// <summary>In the network stack, on any interface; slower, and after the socket buffer is made.</summary>
    Generic,

    /// <summary>On the network card. Never chosen by <see cref="Auto"/>: few cards can, and a program has to be loaded for that one card.</summary>
    Offload,
}
