namespace BpfSharp;

/// <summary>From which of the packet's headers an offset counts (<c>enum bpf_hdr_start_off</c>).</summary>
public enum PacketStart
{
    /// <summary>The link header.</summary>
    Link = 0,

    /// <summary>The network header, wherever the kernel has found it.</summary>
    Network = 1,
}
