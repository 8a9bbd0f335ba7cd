using System.Collections.Generic;
using System.Linq;
using DdosPipeline.Language;

namespace DdosPipeline.Compilation;

/// <summary>
/// The two places at which most signatures want two bytes to be exactly so. With tables of their values, signatures that differ in their bytes only are told apart at once;
/// all other bytes are compared one signature after the other.
/// </summary>
internal sealed class WordChoice
{
    public const int Most = 2;

    // Fewer are compared faster than a table is asked.
    private const int Least = 4;

    private readonly List<WordPlace> _places;

    /// <param name="signatures">All of a set.</param>
    public WordChoice(IEnumerable<Signature> signatures)
    {
        _places = [.. signatures.SelectMany(static s => Words(s).Select(static w => w.Place).Distinct())
            .GroupBy(static p => p)
            .Where(static g => g.Count() >= Least)
            .OrderByDescending(static g => g.Count())
            .Take(Most)
            .Select(static g => new WordPlace { Place = g.Key.Place, Offset = g.Key.Offset })];
    }

    public int Count => _places.Count;

    public WordPlace this[int index] => _places[index];

    /// <summary>What a signature wants at a place; null: anything.</summary>
    public uint? ValueOf(Signature signature, int index)
    {
        if (index >= _places.Count)
            return null;
        foreach (((PacketPlace Place, uint Offset) place, uint value) in Words(signature))
        {
            if (place.Place == _places[index].Place && place.Offset == _places[index].Offset)
                return value;
        }

        return null;
    }

    /// <summary>Whether the tables of words decide a condition alone: all its bits count, and lie in these words.</summary>
    public bool Decides(ByteCondition bytes) =>
        bytes.Mask.All(static m => m == byte.MaxValue) && bytes.Value.Length % 2 == 0
        && Enumerable.Range(0, bytes.Value.Length / 2).All(i => _places.Exists(p => p.Place == bytes.Place && p.Offset == bytes.Offset + (uint)(i * 2)));

    private static IEnumerable<((PacketPlace Place, uint Offset) Place, uint Value)> Words(Signature signature)
    {
        foreach (ByteCondition bytes in signature.Bytes)
        {
            for (int i = 0; i + 1 < bytes.Value.Length; i += 2)
            {
                if ((bytes.Mask[i] & bytes.Mask[i + 1]) == byte.MaxValue)
                    yield return ((bytes.Place, bytes.Offset + (uint)i), ((uint)bytes.Value[i] << 8) | bytes.Value[i + 1]);
            }
        }
    }
}
