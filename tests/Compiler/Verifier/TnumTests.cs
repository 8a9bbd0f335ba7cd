using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Verifier.Values;
using Xunit;

namespace BpfSharp.Compiler.Tests.Verifier;

/// <summary>Numbers with unknown bits: all of four bits, against what their members do.</summary>
public sealed class TnumTests
{
    private const int Bits = 4;

    private static readonly Tnum[] s_all = [.. All()];

    [Fact]
    public void Results_contain_the_results_of_all_members()
    {
        foreach (Tnum a in s_all)
        {
            foreach (Tnum b in s_all)
            {
                foreach (ulong x in Members(a))
                {
                    foreach (ulong y in Members(b))
                    {
                        Assert.True((a + b).Contains(Tnum.Constant(x + y)));
                        Assert.True((a - b).Contains(Tnum.Constant(x - y)));
                        Assert.True((a * b).Contains(Tnum.Constant(x * y)));
                        Assert.True((a & b).Contains(Tnum.Constant(x & y)));
                        Assert.True((a | b).Contains(Tnum.Constant(x | y)));
                        Assert.True((a ^ b).Contains(Tnum.Constant(x ^ y)));
                    }
                }
            }
        }
    }

    [Fact]
    public void Two_overlap_where_they_have_a_member_in_common()
    {
        foreach (Tnum a in s_all)
        {
            foreach (Tnum b in s_all)
            {
                ulong[] both = [.. Members(a).Intersect(Members(b))];
                Assert.Equal(both.Length != 0, Tnum.Overlap(a, b));
                if (both.Length != 0)
                    Assert.Equal(both, Members(Tnum.Intersect(a, b)));
            }
        }
    }

    [Fact]
    public void The_next_member_is_the_least_above()
    {
        foreach (Tnum a in s_all)
        {
            for (ulong number = 0; number < 1 << Bits; number++)
            {
                ulong[] above = [.. Members(a).Where(m => m > number)];
                Assert.Equal(above.Length == 0 ? Members(a).Max() : above.Min(), a.Next(number));
            }
        }
    }

    [Fact]
    public void A_range_has_its_common_bits()
    {
        for (ulong min = 0; min < 1 << Bits; min++)
        {
            for (ulong max = min; max < 1 << Bits; max++)
            {
                Tnum range = Tnum.Range(min, max);
                for (ulong number = min; number <= max; number++)
                    Assert.True(range.Contains(Tnum.Constant(number)));
            }
        }

        Assert.Equal(ulong.MaxValue, Tnum.Range(0, ulong.MaxValue).Mask);
    }

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(1UL, 1)]
    [InlineData(0x80UL, 8)]
    [InlineData(ulong.MaxValue, 64)]
    public void Width_is_the_place_of_the_highest_bit(ulong number, int width) => Assert.Equal(width, Tnum.Width(number));

    private static IEnumerable<Tnum> All()
    {
        for (ulong mask = 0; mask < 1 << Bits; mask++)
        {
            for (ulong value = 0; value < 1 << Bits; value++)
            {
                if ((value & mask) == 0)
                    yield return new Tnum(value, mask);
            }
        }
    }

    private static IEnumerable<ulong> Members(Tnum tnum) =>
        Enumerable.Range(0, 1 << Bits).Select(static n => (ulong)n).Where(n => tnum.Contains(Tnum.Constant(n)));
}
