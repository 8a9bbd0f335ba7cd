using System;
using System.Diagnostics;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using EdgeBalancer.Network;

namespace EdgeBalancer.Flood;

/// <summary>Floods the balancer's wire with live frames until it is disposed.</summary>
internal sealed class FloodThread : IDisposable
{
    private const int FramesAtOnce = 100_000;

    private readonly Thread _thread;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private volatile bool _stop;
    private Exception? _failure;

    public FloodThread(FloodSourceObject source, EdgeNetwork network, FloodKind kind)
    {
        LabDevice port = network.Router.Device(EdgeNetwork.BalancerPort);
        source.From = MacAddress.Parse(port.LinkAddress);
        source.To = MacAddress.Parse(network.Balancer.Device("eth0").LinkAddress);
        source.Source = kind.Source;
        source.RandomBits = kind.RandomBits;
        source.PortBits = 0x7fff;
        source.Destination = Ipv4Address.From(Services.Address(v6: false));
        source.Port = (uint)(kind.IsSyn ? Services.Web(v6: false) : Services.Names(v6: false)).Port;
        source.IsSyn = kind.IsSyn;
        _thread = new Thread(() => network.Router.Run(() => Send(source, (int)port.Index))) { IsBackground = true, Name = "flood" };
        _thread.Start();
    }

    /// <summary>Frames handed to the wire.</summary>
    public long Sent { get; private set; }

    /// <summary>How long it has lasted.</summary>
    public TimeSpan Time => _clock.Elapsed;

    public void Dispose()
    {
        _stop = true;
        _thread.Join();
        _clock.Stop();
        if (_failure is not null)
            throw new SampleFailedException($"the flood could not be sent: {_failure.Message}");
    }

    private void Send(FloodSourceObject source, int port)
    {
        ThreadPrecedence.Take();
        try
        {
            while (!_stop)
            {
                source.Send.RunLive(new byte[FloodSource.FrameSize], FramesAtOnce, new XdpRunContext { IngressInterface = port });
                Sent += FramesAtOnce;
            }
        }
        catch (BpfException e)
        {
            _failure = e;
        }
    }
}
