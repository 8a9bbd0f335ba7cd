using System;
using System.Linq;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Elf;
using CsCheck;
using Xunit;

namespace BpfSharp.Object.Tests.Btf;

public sealed class BtfRoundTripTests
{
    [Fact]
    public void Each_kind_is_read_as_it_was_written()
    {
        BtfTypes types = SampleTypes.OfEveryKind();
        BtfTypes read = BtfReader.Read(BtfWriter.Write(types));
        Assert.Equal(ModelText.Of(types), ModelText.Of(read));
        Assert.True(types.All.SequenceEqual(read.All));
    }

    [Fact]
    public void Each_kind_is_in_the_sample()
    {
        BtfKind[] kinds = BtfKinds.Of(BtfWriter.Write(SampleTypes.OfEveryKind())).Distinct().Order().ToArray();
        Assert.Equal(Enum.GetValues<BtfKind>().Except([BtfKind.Void]), kinds);
    }

    [Fact]
    public void Equal_strings_are_stored_once()
    {
        var strings = new BtfStringTable();
        uint first = strings.Add("Größe");
        Assert.Equal(first, strings.Add("Größe"));
        Assert.Equal(0u, strings.Add(""));
        Assert.Equal(strings.Add("cut"), strings.Add("cut\0off"));
        Assert.Equal("\0Größe\0cut\0", System.Text.Encoding.UTF8.GetString(strings.ToArray()));
    }

    [Fact]
    public void More_members_than_the_format_counts_are_refused()
    {
        var types = new BtfTypes();
        types.Add(new BtfStruct(0, false, new BtfMember[65536]) { Name = "Many" });
        Assert.Throws<ArgumentException>(() => BtfWriter.Write(types));
    }

    [Fact]
    public void Damaged_bytes_are_refused_with_the_declared_exception_only()
    {
        byte[] good = BtfWriter.Write(SampleTypes.OfEveryKind());
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte, Gen.Int[0, good.Length]).Array[1, 4].Sample(changes =>
        {
            byte[] damaged = (byte[])good.Clone();
            foreach ((int position, byte value, _) in changes)
                damaged[position] = value;
            TryRead(damaged[..changes[0].Item3]);
            TryRead(damaged);
        });
    }

    [Fact]
    public void Overlapping_strings_do_not_multiply_memory()
    {
        // 60,000 types, each named by another tail of one long string: 60,000 * 30 KB would be 1.8 GB.
        var types = new BtfTypes();
        for (int i = 0; i < 60_000; i++)
            types.Append(new BtfForward(false) { Name = "" });
        var strings = new BtfStringTable();
        strings.Add(new string('a', 60_000));
        byte[] bytes = BtfWriter.Write(types, strings);
        for (int i = 0; i < 60_000; i++)
            BitConverter.TryWriteBytes(bytes.AsSpan(24 + i * 12), i + 1);

        BpfObjectFormatException exception = Assert.Throws<BpfObjectFormatException>(() => BtfReader.Read(bytes));
        Assert.Contains("overlap", exception.Message);
    }

    private static void TryRead(byte[] bytes)
    {
        try
        {
            BtfReader.Read(bytes);
        }
        catch (BpfObjectFormatException)
        {
        }
    }
}
