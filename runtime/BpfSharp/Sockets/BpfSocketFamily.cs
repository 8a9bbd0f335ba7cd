namespace BpfSharp;

/// <summary>Which addresses a socket has (<c>AF_*</c> of Linux, which are not .NET's numbers).</summary>
public enum BpfSocketFamily
{
    /// <summary>None (<c>AF_UNSPEC</c>).</summary>
    Unspecified = 0,

    /// <summary>IPv4 (<c>AF_INET</c>).</summary>
    IPv4 = 2,

    /// <summary>IPv6 (<c>AF_INET6</c>); such a socket may take IPv4 packets too.</summary>
    IPv6 = 10,
}
