namespace BpfSharp;

/// <summary>What a socket carries (<c>SOCK_*</c>).</summary>
public enum BpfSocketType
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>A stream, as TCP (<c>SOCK_STREAM</c>).</summary>
    Stream = 1,

    /// <summary>Datagrams, as UDP (<c>SOCK_DGRAM</c>).</summary>
    Datagram = 2,

    /// <summary>IP packets (<c>SOCK_RAW</c>).</summary>
    Raw = 3,
}
