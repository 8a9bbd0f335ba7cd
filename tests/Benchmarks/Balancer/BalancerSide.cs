using System;
using System.Diagnostics;
using System.Linq;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using EdgeBalancer;

namespace BpfSharp.Benchmarks.Balancer;

/// <summary>A generator, a wire, and what is measured at its other end; what comes back is counted at the generator's end.</summary>
internal abstract class BalancerSide : IDisposable
{
    /// <summary>The service.</summary>
    public const string Service = "10.100.0.1";

    /// <summary>Its UDP port.</summary>
    public const ushort ServicePort = 53;

    /// <summary>How many backends share it.</summary>
    public const int BackendCount = 100;

    private const string Wire = "wire";

    private readonly FloodSourceObject _source = FloodSourceLoader.Load();
    private readonly PortObject _port = PortLoader.Load();
    private readonly LabNamespace _generator;
    private readonly LabDevice _near;
    private readonly XdpLink _counting;
    private uint _nextBase = 0x0b00_0000; // 11.0.0.0

    protected BalancerSide(LabNetwork lab, string name)
    {
        Name = name;
        _generator = lab.AddNamespace($"{name.Replace(' ', '-')}-from");
        Place = lab.AddNamespace($"{name.Replace(' ', '-')}-at");
        lab.Join(_generator, Wire, "10.1.0.1/24", Place, "eth0", "10.1.0.2/24");
        _near = _generator.Device(Wire);
        _counting = _generator.Run(() => _port.Count.Attach(Wire));
        _source.From = MacAddress.Parse(_near.LinkAddress);
        _source.To = MacAddress.Parse(Place.Device("eth0").LinkAddress);
        _source.Destination = Ipv4Address.Parse(Service);
        _source.Port = ServicePort;
    }

    public string Name { get; }

    /// <summary>Where the packets come to.</summary>
    protected LabNamespace Place { get; }

    /// <summary>The generator's link address.</summary>
    protected string GeneratorLinkAddress => _near.LinkAddress;

    /// <summary>The <c>N</c>th backend, from 0.</summary>
    public static string Backend(int number) => $"10.97.{1 + (number / 50)}.{1 + (number % 50)}";

    /// <summary>Programs that stand for the least that can be done.</summary>
    protected PortObject Port => _port;

    /// <summary>Sends a load, and waits until it is through.</summary>
    /// <returns>Time for each packet that came back, in ns, and the share of packets that did.</returns>
    public (double Nanoseconds, double Share) Measure(BalancerLoad load)
    {
        _source.Source = Ipv4Address.FromHostOrder(load.IsFresh ? _nextBase : 0x0ac8_0000);
        _nextBase += load.IsFresh ? load.SourceBits + 1 : 0;
        _source.RandomBits = load.SourceBits;
        _source.PortBits = load.PortBits;
        return _generator.Run(() =>
        {
            ThreadPrecedence.Take();
            Processor.Pin();
            ulong before = Arrived();
            long start = Stopwatch.GetTimestamp();
            _source.Send.RunLive(new byte[FloodSource.FrameSize], load.Frames, new XdpRunContext { IngressInterface = (int)_near.Index });
            double time = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
            double came = Arrived() - before;
            return (time / came, came / load.Frames);
        });
    }

    /// <inheritdoc/>
    public virtual void Dispose()
    {
        _counting.Dispose();
        _source.Dispose();
        _port.Dispose();
    }

    private ulong Arrived() => _port.Arrived[0].Aggregate(0ul, static (sum, c) => sum + c.Packets);
}
