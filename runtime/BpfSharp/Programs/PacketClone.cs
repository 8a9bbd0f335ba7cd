namespace BpfSharp;

/// <summary>A copy of the packet that <see cref="TcContext.SendClone"/> sent.</summary>
/// <param name="Target">Where to.</param>
/// <param name="Packet">The bytes as they were then.</param>
public sealed record PacketClone(RedirectTarget Target, byte[] Packet);
