using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using Xunit;

namespace BpfSharp.Object.Tests.Judges;

public sealed class LlvmTests
{
    [Fact]
    public void Readelf_finds_nothing_wrong()
    {
        using var folder = new TemporaryFolder();
        Tool.Require("llvm-readelf-19");
        string file = folder.Write("full.o", BpfObjectWriter.Write(SampleObjects.Full()));
        string output = Tool.Run("llvm-readelf-19", "-aW", file);
        Assert.DoesNotContain("warning", output);
    }
}
