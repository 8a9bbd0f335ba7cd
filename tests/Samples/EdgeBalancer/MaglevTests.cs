using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using EdgeBalancer.Tables;
using Xunit;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>The table is the paper's.</summary>
public sealed class MaglevTests
{
    private const int Size = 65_537;

    [Fact]
    public void The_papers_own_example()
    {
        // Table 1 of the paper: offsets and skips of three backends, and the table before and after the second one has gone.
        MaglevPreference b0 = new(3, 4, 1), b1 = new(0, 2, 1), b2 = new(3, 1, 1);
        Assert.Equal([1, 0, 1, 0, 2, 2, 0], Maglev.Populate([b0, b1, b2], 7));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1], Maglev.Populate([b0, b2], 7));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(7, true)]
    [InlineData(100, false)]
    [InlineData(100, true)]
    public void Equal_to_the_papers_pseudocode(int members, bool weighted)
    {
        List<MaglevMember> set = Members(members, weighted);
        Assert.Equal(Reference(set), Maglev.Build(set, Size));
    }

    [Fact]
    public void The_order_of_members_does_not_matter()
    {
        List<MaglevMember> set = Members(50, weighted: true);
        Assert.Equal(Maglev.Build(set, Size), Maglev.Build(Enumerable.Reverse(set), Size));
    }

    [Fact]
    public void Without_members_nobody_has_a_slot() => Assert.All(Maglev.Build([], Size), static slot => Assert.Equal(0u, slot));

    [Fact]
    public void Shares_follow_weights()
    {
        List<MaglevMember> set = Members(100, weighted: true);
        uint[] table = Maglev.Build(set, Size);
        double all = set.Sum(static m => m.Weight);
        foreach (MaglevMember member in set)
            Assert.InRange(table.Count(slot => slot == member.Number), (Size * member.Weight / all) - member.Weight, (Size * member.Weight / all) + member.Weight);
    }

    /// <summary>The bound of the issue: the ideal share, and 2 percentage points.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(42)]
    [InlineData(99)]
    public void One_of_a_hundred_that_goes_or_comes_moves_little(int one)
    {
        List<MaglevMember> set = Members(100, weighted: false);
        uint[] with = Maglev.Build(set, Size);
        uint[] without = Maglev.Build(set.Where((_, i) => i != one), Size);
        int moved = with.Zip(without).Count(static s => s.First != s.Second);
        Assert.InRange(moved / (double)Size, 1 / 100.0, (1 / 100.0) + 0.02);
    }

    private static List<MaglevMember> Members(int count, bool weighted) =>
        [.. Enumerable.Range(1, count).Select(i => new MaglevMember($"10.97.{i / 256}.{i % 256}", weighted ? 1 + (i % 5) : 1, (uint)i))];

    // Pseudocode 1 of the paper, as it stands there: permutations first, then turns. A weight is so many turns in a row.
    private static uint[] Reference(List<MaglevMember> members)
    {
        List<MaglevMember> backends = [.. members.OrderBy(static m => m.Name, StringComparer.Ordinal)];
        int n = backends.Count;
        var permutation = new int[n][];
        for (int i = 0; i < n; i++)
        {
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(backends[i].Name));
            ulong offset = Number(hash.AsSpan(0, 8)) % Size;
            ulong skip = (Number(hash.AsSpan(8, 8)) % (Size - 1)) + 1;
            permutation[i] = new int[Size];
            for (int j = 0; j < Size; j++)
                permutation[i][j] = (int)((offset + ((ulong)j * skip)) % Size);
        }

        int[] next = new int[n];
        int[] entry = new int[Size];
        for (int j = 0; j < Size; j++)
            entry[j] = -1;
        int filled = 0;
        while (true)
        {
            for (int i = 0; i < n; i++)
            {
                for (int turn = 0; turn < backends[i].Weight; turn++)
                {
                    int c = permutation[i][next[i]];
                    while (entry[c] >= 0)
                    {
                        next[i]++;
                        c = permutation[i][next[i]];
                    }

                    entry[c] = i;
                    next[i]++;
                    filled++;
                    if (filled == Size)
                        return [.. entry.Select(e => backends[e].Number)];
                }
            }
        }
    }

    private static ulong Number(ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        foreach (byte b in bytes)
            number = number * 256 + b;
        return number;
    }
}
