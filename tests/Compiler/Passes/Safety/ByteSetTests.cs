using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Safety;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>Bytes of a slot, against a plain set of numbers; ranges reach beyond both ends.</summary>
public sealed class ByteSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void A_range_is_what_its_bytes_are(int size)
    {
        var random = new Random(size);
        var set = new ByteSet(size);
        var plain = new HashSet<int>();
        for (int step = 0; step < 2000; step++)
        {
            int offset = random.Next(-10, size + 10);
            int count = random.Next(0, 80);
            int[] range = [.. Enumerable.Range(offset, count).Where(b => b >= 0 && b < size)];
            if (random.Next(2) == 0)
            {
                set.Add(offset, count);
                plain.UnionWith(range);
            }
            else
            {
                set.Remove(offset, count);
                plain.ExceptWith(range);
            }

            Assert.Equal(plain.Order(), Enumerable.Range(0, size).Where(b => set[b]));
            int at = random.Next(-10, size + 10);
            int length = random.Next(0, 80);
            Assert.Equal(Enumerable.Range(at, length).Any(plain.Contains), set.Any(at, length));
            Assert.Equal(Enumerable.Range(at, length).All(plain.Contains), set.All(at, length));
        }
    }

    [Fact]
    public void Sets_meet_and_join()
    {
        var low = new ByteSet(100);
        low.Add(0, 70);
        var high = new ByteSet(100);
        high.Add(60, 40);
        var both = new ByteSet(low);
        both.IntersectWith(high);
        Assert.Equal(Enumerable.Range(60, 10), Enumerable.Range(0, 100).Where(b => both[b]));
        var any = new ByteSet(low);
        any.UnionWith(high);
        Assert.True(any.Equals(new ByteSet(100, value: true)));
        Assert.False(low.Equals(high));
    }
}
