using System.Linq;
using BpfSharp.Object.Tests.Elf;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using Xunit;

namespace BpfSharp.Object.Tests.Judges;

public sealed class LlvmTests
{
    [Theory]
    [MemberData(nameof(RoundTripTests.Samples), MemberType = typeof(RoundTripTests))]
    public void Readelf_finds_nothing_wrong(string name)
    {
        Tool.Require("llvm-readelf-19");
        using var folder = new TemporaryFolder();
        string file = folder.Write("sample.o", BpfObjectWriter.Write(RoundTripTests.Sample(name)));
        string output = Tool.Run("llvm-readelf-19", "-aW", file);
        Assert.DoesNotContain("warning", output);
        Assert.DoesNotContain("error", output);
        Assert.Contains("EM_BPF", output);
    }

    [Fact]
    public void Objdump_shows_functions_and_relocations()
    {
        Tool.Require("llvm-objdump-19");
        using var folder = new TemporaryFolder();
        string file = folder.Write("full.o", BpfObjectWriter.Write(SampleObjects.Full()));
        string[] lines = Tool.Run("llvm-objdump-19", "-dr", "--no-show-raw-insn", file)
            .Split('\n')
            .Select(line => string.Join(' ', line.Split((char[]?)null, System.StringSplitOptions.RemoveEmptyEntries)))
            .ToArray();

        string[] expected =
        [
            "0000000000000000 <filter>:",
            "0000000000000000: R_BPF_64_64 s_other",
            "0000000000000020: R_BPF_64_64 SampleEvery",
            "0000000000000040: R_BPF_64_64 Denied",
            "13: if r0 != 0x0 goto +0x2 <filter+0x80>",
            "0000000000000090 <second>:",
            "Disassembly of section tc:",
            "0000000000000000 <classify>:",
        ];
        foreach (string line in expected)
            Assert.Contains(line, lines);
        Assert.DoesNotContain(lines, line => line.Contains("<unknown>"));
    }
}
