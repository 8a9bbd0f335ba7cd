using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Samples;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>A namespace at the other end of a veth pair from the flood's source. What comes is received by a thread of the kernel on a CPU of its own, as if the source were another machine.</summary>
internal sealed class Receiver
{
    private const int Attempts = 50;
    private const int Wait = 20; // ms

    private string? _thread;

    private Receiver(LabNamespace place, string device, int sourceInterface) => (Place, Device, SourceInterface) = (place, device, sourceInterface);

    public LabNamespace Place { get; }

    public string Device { get; }

    /// <summary>Index of the source's end, in the source's namespace.</summary>
    public int SourceInterface { get; }

    public string LinkAddress => Place.Device(Device).LinkAddress;

    public static Receiver Make(LabNetwork lab, LabNamespace source, int number)
    {
        LabNamespace place = lab.AddNamespace($"drop{number}");
        string device = $"in{number}", end = $"out{number}";
        lab.Join(source, end, $"10.{70 + number}.0.1/24", place, device, $"10.{70 + number}.0.2/24");
        return new Receiver(place, device, (int)source.Device(end).Index);
    }

    /// <summary>A veth takes redirected frames only when its other end polls (veth_xdp_xmit): GRO makes it do so, where no XDP program does.</summary>
    public void TakeFramesWithoutXdp() => OutsideCommand.Run(Place, "ethtool", "-K", Device, "gro", "on");

    /// <summary>Gives the device's poll a thread (Linux 5.12), on a CPU that the source does not run on.</summary>
    public void UseCpu(int cpu)
    {
        // Only 'ip netns exec' shows /sys of the namespace.
        OutsideCommand.Run(Place, "ip", "netns", "exec", Place.Name, "sh", "-c", $"echo 1 > /sys/class/net/{Device}/threaded");
        for (int i = 0; i < Attempts && _thread is null; i++)
        {
            Thread.Sleep(Wait);
            _thread = Directory.EnumerateDirectories("/proc").FirstOrDefault(IsPoll);
        }

        if (_thread is null)
            throw new LabUnavailableException($"the kernel has made no thread for the poll of {Device}");
        int thread = int.Parse(Path.GetFileName(_thread), CultureInfo.InvariantCulture);
        Processor.Pin(thread, cpu);
        Processor.Prefer(thread);
    }

    /// <summary>Time that the thread has run, in nanoseconds.</summary>
    public long ReadCpuTime() => long.Parse(File.ReadAllText($"{_thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>UDP packets that have come through to the stack.</summary>
    public long ReadArrived() => StackCounters.Read(Place, "Udp", "NoPorts") + StackCounters.Read(Place, "Udp", "InDatagrams");

    private bool IsPoll(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/comm").StartsWith($"napi/{Device}-", System.StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // no process, or it has ended
        }
    }
}
