using System.Collections;
using System.Collections.Generic;
using System.Linq;
using DdosPipeline.Language;

namespace DdosPipeline.Compilation;

/// <summary>Sorts a field's 65,536 values into classes: values of one class are allowed by the same signatures. Class 0 is that of packets without the field.</summary>
internal sealed class FieldClasses
{
    private const uint End = PacketFields.Absent;

    private readonly Dictionary<BitKey, ushort> _numbers = [];
    private readonly List<BitArray> _vectors = [];

    /// <param name="allowed">For each signature the values that it allows; null: all, and packets without the field.</param>
    public FieldClasses(IReadOnlyList<IReadOnlyList<ValueRange>?> allowed)
    {
        Number(new BitArray([.. allowed.Select(static a => a is null)]));
        uint[] starts = [.. allowed.OfType<IReadOnlyList<ValueRange>>().SelectMany(static a => a).SelectMany(static r => new[] { r.First, r.Last + 1 }).Append(0u).Where(static s => s < End).Distinct().Order()];
        for (int i = 0; i < starts.Length; i++)
        {
            uint first = starts[i], next = i + 1 < starts.Length ? starts[i + 1] : End;
            ushort number = Number(new BitArray([.. allowed.Select(a => a is null || a.Any(r => r.Contains(first)))]));
            for (uint value = first; value < next; value++)
                OfValue[value] = number;
        }
    }

    /// <summary>The class of each value.</summary>
    public ushort[] OfValue { get; } = new ushort[End];

    /// <summary>The signatures that each class allows.</summary>
    public IReadOnlyList<BitArray> Vectors => _vectors;

    private ushort Number(BitArray vector)
    {
        var key = new BitKey(vector);
        if (!_numbers.TryGetValue(key, out ushort number))
        {
            _numbers.Add(key, number = (ushort)_vectors.Count);
            _vectors.Add(vector);
        }

        return number;
    }

    private sealed record BitKey(string Bits)
    {
        public BitKey(BitArray bits)
            : this(new string([.. bits.Cast<bool>().Select(static b => b ? '1' : '0')]))
        {
        }
    }
}
