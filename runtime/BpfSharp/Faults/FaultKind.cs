namespace BpfSharp;

/// <summary>Why a program ended early. The numbers are part of the object format.</summary>
public enum FaultKind
{
    /// <summary>An index outside of a span or array.</summary>
    IndexOutOfRange = 1,

    /// <summary>A header or bytes beyond the packet's end.</summary>
    PacketOutOfRange = 2,

    /// <summary>A map's indexer, and no such key.</summary>
    MissingMapEntry = 3,

    /// <summary>Division or remainder by zero.</summary>
    DivideByZero = 4,

    /// <summary>Overflow in a <c>checked</c> context, or of the least number divided by -1.</summary>
    Overflow = 5,

    /// <summary>A <c>throw</c>.</summary>
    Thrown = 6,

    /// <summary>The value of an absent <see cref="Ref{T}"/>, or another null reference.</summary>
    NullReference = 7,

    /// <summary>A loop without a bound that the kernel's verifier sees, after 8,388,607 rounds. A simulation lets it go on.</summary>
    LoopLimit = 8,
}
