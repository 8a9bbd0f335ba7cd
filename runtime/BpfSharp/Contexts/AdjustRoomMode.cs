namespace BpfSharp;

/// <summary>Where <see cref="TcContext.AdjustRoom"/> makes or takes room (<c>enum bpf_adj_room_mode</c>).</summary>
public enum AdjustRoomMode
{
    /// <summary>Behind the network header, which is taken to be 20 (IPv4) or 40 bytes (IPv6) long.</summary>
    Network = 0,

    /// <summary>Behind the link header (Linux 5.2).</summary>
    Mac = 1,
}
