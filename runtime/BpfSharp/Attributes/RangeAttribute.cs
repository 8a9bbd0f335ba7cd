using System;

namespace BpfSharp;

/// <summary>The values that a load-time constant may take, both ends included. The loader refuses others, and the compiler counts on it.</summary>
[AttributeUsage(AttributeTargets.Field, Inherited = false)]
public sealed class RangeAttribute : Attribute
{
    /// <summary>Sets the range.</summary>
    /// <param name="minimum">Least value.</param>
    /// <param name="maximum">Greatest value.</param>
    public RangeAttribute(long minimum, long maximum)
    {
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>Sets the range of an unsigned constant that reaches beyond <see cref="long.MaxValue"/>.</summary>
    /// <param name="minimum">Least value.</param>
    /// <param name="maximum">Greatest value.</param>
    public RangeAttribute(ulong minimum, ulong maximum)
    {
        Minimum = minimum;
        Maximum = maximum;
    }

    /// <summary>Least value.</summary>
    public decimal Minimum { get; }

    /// <summary>Greatest value.</summary>
    public decimal Maximum { get; }
}
