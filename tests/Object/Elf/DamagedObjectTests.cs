using System;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Model;
using CsCheck;
using Xunit;

namespace BpfSharp.Object.Tests.Elf;

/// <summary>Whatever the bytes are: a model or the declared exception, soon.</summary>
public sealed class DamagedObjectTests
{
    private static readonly byte[] s_full = BpfObjectWriter.Write(SampleObjects.Full());
    private static readonly byte[] s_calls = BpfObjectWriter.Write(SampleObjects.WithSubprograms());

    [Fact]
    public void Each_byte_of_an_object_may_have_any_of_some_values()
    {
        foreach (byte[] good in new[] { s_full, s_calls })
        {
            byte[] damaged = (byte[])good.Clone();
            for (int i = 0; i < good.Length; i++)
            {
                foreach (byte value in new byte[] { 0, 1, 0x7f, 0x80, 0xff, (byte)(good[i] + 1), (byte)(good[i] - 1) })
                {
                    damaged[i] = value;
                    TryRead(damaged);
                }

                damaged[i] = good[i];
            }
        }
    }

    [Fact]
    public void An_object_may_end_anywhere()
    {
        for (int length = 0; length < s_full.Length; length++)
            Assert.False(TryRead(s_full[..length]));
    }

    [Fact]
    public void Several_words_may_be_damaged_at_once()
    {
        Gen<int> value = Gen.OneOf(Gen.Int, Gen.Int[-4, 300], Gen.Const(int.MaxValue), Gen.Const(int.MinValue), Gen.Const(0x10000));
        Gen.Select(Gen.Bool, Gen.Select(Gen.Int[0, int.MaxValue], value).Array[1, 6]).Sample((calls, changes) =>
        {
            byte[] damaged = (byte[])(calls ? s_calls : s_full).Clone();
            foreach (var (position, word) in changes)
                BitConverter.TryWriteBytes(damaged.AsSpan(position % (damaged.Length / 4) * 4), word);
            TryRead(damaged);
        }, iter: 20_000);
    }

    [Fact]
    public void Clangs_objects_may_be_damaged_too()
    {
        using var folder = new TemporaryFolder();
        byte[] good = ClangObjects.Compile(folder, ClangObjects.Full);
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Byte).Array[1, 8].Sample(changes =>
        {
            byte[] damaged = (byte[])good.Clone();
            foreach (var (position, value) in changes)
                damaged[position] = value;
            TryRead(damaged);
        }, iter: 5_000);
    }

    [Fact]
    public void A_huge_bss_takes_no_memory()
    {
        BpfObject model = SampleObjects.Full();
        byte[] bytes = BpfObjectWriter.Write(model);
        int size = ElfBytes.SectionHeader(bytes, ".bss") + 32;
        BitConverter.TryWriteBytes(bytes.AsSpan(size), 1L << 40);

        Assert.Contains(".bss", Assert.Throws<BpfObjectFormatException>(() => BpfObjectReader.Read(bytes)).Message);
    }

    [Fact]
    public void Sections_that_share_bytes_are_refused()
    {
        byte[] bytes = (byte[])s_full.Clone();
        int header = ElfBytes.SectionHeader(bytes, "tc");
        BitConverter.TryWriteBytes(bytes.AsSpan(header + 24), 0L);
        BitConverter.TryWriteBytes(bytes.AsSpan(header + 32), (long)bytes.Length / 8 * 8);
        Assert.Contains("larger than the file", Assert.Throws<BpfObjectFormatException>(() => BpfObjectReader.Read(bytes)).Message);
    }

    [Fact]
    public void Many_programs_that_share_subprograms_take_bounded_memory()
    {
        // 20,000 programs that each call one subprogram of 20,000 instructions: 400 million instructions in all, from a file of 2 MB.
        var model = new BpfObject();
        var program = new BpfProgramImage { Name = "p0", Section = "xdp" };
        program.Instructions.Add(Objects.Instructions.BpfInstructions.CallSubprogram(1));
        program.Instructions.Add(Objects.Instructions.BpfInstructions.Exit());
        for (int i = 0; i < 20_000; i++)
            program.Instructions.Add(Objects.Instructions.BpfInstructions.Mov64Imm(0, i));
        program.Instructions.Add(Objects.Instructions.BpfInstructions.Exit());
        model.Programs.Add(program);
        byte[] bytes = ElfBytes.WithManyPrograms(BpfObjectWriter.Write(model), "xdp", 20_000);

        Assert.Contains("instructions in all", Assert.Throws<BpfObjectFormatException>(() => BpfObjectReader.Read(bytes)).Message);
    }

    [Fact]
    public void Damage_is_named()
    {
        byte[] bytes = (byte[])s_full.Clone();
        int offset = ElfBytes.SectionHeader(bytes, ".BTF") + 24;
        BitConverter.TryWriteBytes(bytes.AsSpan(offset), (long)bytes.Length);
        Assert.Contains(".BTF reaches beyond", Assert.Throws<BpfObjectFormatException>(() => BpfObjectReader.Read(bytes)).Message);
        Assert.Contains("magic", Assert.Throws<BpfObjectFormatException>(() => BpfObjectReader.Read("no object, but more than sixty-four bytes of text, which is plain to see"u8.ToArray())).Message);
    }

    private static bool TryRead(byte[] bytes)
    {
        try
        {
            BpfObjectReader.Read(bytes);
            return true;
        }
        catch (BpfObjectFormatException)
        {
            return false;
        }
    }
}
