using System.Linq;

namespace DdosPipeline.Language;

/// <summary>How many pieces of eight bytes a signature's conditions come to.</summary>
internal static class PatternCount
{
    public const int Piece = 8;

    /// <summary>What the tables of addresses decide: their first 32 bits.</summary>
    public const int DecidedBits = 32;

    public static int Of(Signature signature) => signature.Bytes.Sum(static b => (b.Value.Length + Piece - 1) / Piece) + Of(signature.Source) + Of(signature.Destination);

    private static int Of(AddressCondition? address) => address is { IsV6: true } && address.Network.Length > DecidedBits ? 2 : 0;
}
