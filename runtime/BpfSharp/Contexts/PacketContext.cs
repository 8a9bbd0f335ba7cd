using BpfSharp.Simulation.Kernel;

namespace BpfSharp;

/// <summary>Base of the contexts of programs that see packets.</summary>
[BpfContext]
public abstract class PacketContext
{
    private protected PacketContext(PacketBuffer buffer) => Buffer = buffer;

    /// <summary>The packet's bytes. After a helper that moves them, take it anew.</summary>
    public Packet Packet
    {
        [BpfFunction]
        get => new(this);
    }

    internal PacketBuffer Buffer { get; }
}
