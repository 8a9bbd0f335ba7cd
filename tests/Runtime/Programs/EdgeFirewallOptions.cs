namespace BpfSharp.Runtime.Tests.Programs;

public sealed class EdgeFirewallOptions
{
    public uint SampleEvery { get; set; } = 64;

    public MapOptions Denied { get; } = new();

    public MapOptions Drops { get; } = new();

    public MapOptions Events { get; } = new();
}
