using System;
using BpfSharp.CompilerServices;

namespace BpfSharp;

public sealed partial class TcContext
{
    /// <summary>The tunnel that the packet came through, on a tunnel device in collect-metadata mode (Linux 4.3).</summary>
    /// <param name="key">The tunnel; zero where there is none.</param>
    /// <param name="flags">What is asked for.</param>
    /// <returns>Whether it came through a tunnel of the family that is asked for.</returns>
    [BpfFunction]
    public bool TryGetTunnelKey(out TunnelKey key, TunnelReadFlags flags = TunnelReadFlags.None)
    {
        key = default;
        return BpfHelpers.SkbGetTunnelKey(this, ref key, TunnelKey.ByteCount, (uint)flags) == 0;
    }

    /// <summary>Says through which tunnel the packet is to go; a tunnel device in collect-metadata mode that it is sent to then does so (Linux 4.3).</summary>
    /// <param name="key">The tunnel.</param>
    /// <param name="flags">How.</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool SetTunnelKey(in TunnelKey key, TunnelSendFlags flags = TunnelSendFlags.None) =>
        BpfHelpers.SkbSetTunnelKey(this, in key, TunnelKey.ByteCount, (uint)flags) == 0;

    /// <summary>The options of the tunnel's header (Linux 4.6): of Geneve, or the group policy of VXLAN.</summary>
    /// <param name="destination">Where to; what is left of it is zeroed.</param>
    /// <returns>Bytes of options, or a negative error number: <c>-ENOENT</c> (-2) where there are none, <c>-ENOMEM</c> (-12) where the destination is too short.</returns>
    [BpfFunction]
    public int GetTunnelOptions(Span<byte> destination) => BpfHelpers.SkbGetTunnelOpt(this, destination);

    /// <summary>The options of the header of the tunnel that <see cref="SetTunnelKey"/> has set (Linux 4.6).</summary>
    /// <param name="source">The options: a multiple of 4 bytes, at most 252.</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool SetTunnelOptions(ReadOnlySpan<byte> source) => BpfHelpers.SkbSetTunnelOpt(this, source) == 0;
}
