using BpfSharp.Samples;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>A namespace at the other end of a veth pair from the flood's source.</summary>
/// <param name="Place">The namespace.</param>
/// <param name="SourceInterface">Index of the source's end, in the source's namespace.</param>
/// <param name="LinkAddress">Of the receiving end.</param>
internal sealed record Receiver(LabNamespace Place, int SourceInterface, string LinkAddress)
{
    public const string Device = "in0";

    public static Receiver Make(LabNetwork lab, LabNamespace source, int number)
    {
        LabNamespace place = lab.AddNamespace($"drop{number}");
        string end = $"out{number}";
        lab.Join(source, end, $"10.{70 + number}.0.1/24", place, Device, $"10.{70 + number}.0.2/24");
        return new Receiver(place, (int)source.Device(end).Index, place.Device(Device).LinkAddress);
    }

    /// <summary>A veth takes redirected frames only when its other end polls (veth_xdp_xmit): GRO makes it do so, where no XDP program does.</summary>
    public void TakeFramesWithoutXdp() => OutsideCommand.Run(Place, "ethtool", "-K", Device, "gro", "on");
}
