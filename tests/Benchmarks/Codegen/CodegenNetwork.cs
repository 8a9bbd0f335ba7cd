using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using BpfSharp.Loader;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>A network namespace with the routes and neighbours that forwarding programs ask for; test runs see the namespace of their caller.</summary>
internal sealed class CodegenNetwork : IDisposable
{
    private const string Interface = "out0";
    private const string Gateway = "10.0.0.2", Gateway6 = "2001:db8:ff::2", GatewayMac = "02:00:00:00:00:02";

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"bpfsharp-codegen-{Environment.ProcessId}");
    private readonly NetworkNamespace? _inside;

    private CodegenNetwork()
    {
        Ip($"netns add {_name}");
        try
        {
            _inside = NetworkNamespace.Open(_name);
            Inside("link set lo up");
            Inside($"link add {Interface} type veth peer name out1");
            Inside("link set out1 up");
            Inside($"link set {Interface} address 02:00:00:00:00:01 up");
            Inside($"address add 10.0.0.1/24 dev {Interface}");
            Inside($"address add 2001:db8:ff::1/64 dev {Interface} nodad");
            Inside($"neighbour add {Gateway} lladdr {GatewayMac} dev {Interface} nud permanent");
            Inside($"neighbour add {Gateway6} lladdr {GatewayMac} dev {Interface} nud permanent");
            Inside($"route add {PairTraffic.Server}/32 via {Gateway}");
            Inside($"-6 route add {PairTraffic.Server6}/128 via {Gateway6}");
            // A packet of a test run came in by the loopback interface.
            _inside.Run(static () =>
            {
                File.WriteAllText("/proc/sys/net/ipv4/conf/all/forwarding", "1");
                File.WriteAllText("/proc/sys/net/ipv6/conf/all/forwarding", "1");
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static CodegenNetwork Create() => new();

    public T Run<T>(Func<T> action) => _inside!.Run(action);

    public void Dispose()
    {
        _inside?.Dispose();
        Ip($"netns delete {_name}");
    }

    private void Inside(string arguments) => Ip($"-n {_name} {arguments}");

    private static void Ip(string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ip {arguments}: {errors}");
    }
}
