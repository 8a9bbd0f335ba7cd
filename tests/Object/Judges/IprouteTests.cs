using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using Xunit;

namespace BpfSharp.Object.Tests.Judges;

public sealed class IprouteTests
{
    [Fact]
    public void Ip_attaches_the_section_xdp()
    {
        using NetworkNamespace space = NetworkNamespace.Create();
        using var folder = new TemporaryFolder();
        string file = folder.Write("full.o", BpfObjectWriter.Write(SampleObjects.Full()));
        string said = space.Run("ip", "link", "set", "dev", NetworkNamespace.Device, "xdp", "obj", file, "sec", "xdp");
        Assert.Equal("", said);
        Assert.Contains("prog/xdp", space.Run("ip", "-details", "link", "show", "dev", NetworkNamespace.Device));
    }

    [Fact]
    public void Tc_attaches_the_section_tc()
    {
        using NetworkNamespace space = NetworkNamespace.Create();
        using var folder = new TemporaryFolder();
        string file = folder.Write("full.o", BpfObjectWriter.Write(SampleObjects.Full()));
        space.Run("tc", "qdisc", "add", "dev", NetworkNamespace.Device, "clsact");
        string said = space.Run("tc", "filter", "add", "dev", NetworkNamespace.Device, "ingress", "bpf", "da", "obj", file, "sec", "tc");
        Assert.Equal("", said);
        string shown = space.Run("tc", "filter", "show", "dev", NetworkNamespace.Device, "ingress");
        Assert.Contains("full.o:[tc] direct-action", shown);
        Assert.Contains("name classify", shown);
    }
}
