namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>What stands at a cursor.</summary>
public enum Content : byte
{
    /// <summary>An Ethernet header.</summary>
    Frame,

    /// <summary>The header that the EtherType names.</summary>
    Network,

    /// <summary>The header of the protocol of the innermost packet.</summary>
    Transport,
}
