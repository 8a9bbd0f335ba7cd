namespace BpfSharp.Objects.Instructions;

/// <summary>Operation of an atomic instruction: what it holds in its immediate.</summary>
public enum BpfAtomicOp
{
    Add = 0x00,
    Or = 0x40,
    And = 0x50,
    Xor = 0xa0,

    /// <summary>The fetching forms give the old value in the source register; kernel 5.12.</summary>
    FetchAdd = 0x01,
    FetchOr = 0x41,
    FetchAnd = 0x51,
    FetchXor = 0xa1,
    Exchange = 0xe1,

    /// <summary>Compares with r0, stores the source, gives the old value in r0.</summary>
    CompareExchange = 0xf1,

    /// <summary>Destination = memory at source; kernel 6.15.</summary>
    LoadAcquire = 0x100,

    /// <summary>Memory at destination = source; kernel 6.15.</summary>
    StoreRelease = 0x110,
}
