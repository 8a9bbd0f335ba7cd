using System.Diagnostics.CodeAnalysis;

namespace BpfSharp.Protocols;

/// <summary>What an address resolution message is.</summary>
[SuppressMessage("Design", "CA1028", Justification = "The field has 16 bits.")]
public enum ArpOperation : ushort
{
    /// <summary>Nothing valid.</summary>
    None = 0,

    /// <summary>Asks who has an address.</summary>
    Request = 1,

    /// <summary>Tells who has it.</summary>
    Reply = 2,
}
