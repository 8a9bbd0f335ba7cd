using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using DdosPipeline;
using DdosPipeline.Classic;
using DdosPipeline.Compilation;
using Xunit;

namespace BpfSharp.Samples.Tests.DdosPipeline;

/// <summary>Bytecode of libpcap's compiler, in a rule of iptables and in the pipeline: packet by packet they agree.</summary>
public sealed partial class XtBpfTests
{
    private static readonly Ipv4Address s_near = Ipv4Address.Parse(VethPair.NearAddress);
    private static readonly Ipv4Address s_far = Ipv4Address.Parse(VethPair.FarAddress);

    private static readonly string[] s_expressions =
    [
        "udp dst port 53",
        "udp dst port 53 and greater 120",
        "less 60",
        "icmp",
        "tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn and tcp[14:2] = 512",
        "tcp[20:4] = 0x02040218",
        "ip[8] < 64",
        "udp[8:4] = 0x1700032a",
        "udp[100] = 0",
        "src net 10.99.0.0/30 and not src host 10.99.0.2",
        "ip[6:2] & 0x3fff != 0",
        "portrange 50-60 or port 80",
        "(udp[4:2] * 3 + 7) / udp[8] % 5 = 1",
    ];

    [Fact]
    public void The_pipeline_drops_what_iptables_drops()
    {
        KernelTest.Require("iptables-legacy", "tcpdump", "ethtool");
        using var pair = new VethPair();
        Inside(pair.Near, $"ethtool -K {VethPair.NearInterface} gro on");
        int far = int.Parse(pair.Far.Ip($"-o link show {VethPair.FarInterface}").Split(':')[0], CultureInfo.InvariantCulture);
        using PipelineObject kernel = PipelineLoader.Load();
        using FloodObject flood = FloodLoader.Load();
        using var store = new SignatureStore(kernel, kernel);
        var verdicts = new List<bool>();
        foreach (string expression in s_expressions)
        {
            ClassicProgram program = Compile(expression);
            Inside(pair.Near, "iptables-legacy -t raw -F PREROUTING");
            Inside(pair.Near, "iptables-legacy -t raw -A PREROUTING -m bpf --bytecode", program.ToString(), "-j", "DROP");
            Assert.Empty(store.Load($"drop it bytecode {program}"));
            foreach (byte[] packet in Traffic())
            {
                long before = ReadDropped(pair.Near);
                pair.Far.Run(() => flood.Emit.RunLive(packet, 1, new XdpRunContext { IngressInterface = far }));
                bool isDropped = kernel.Filter.Run(packet).Verdict == XdpAction.Drop;
                if (isDropped)
                    Eventually.True(() => ReadDropped(pair.Near) > before, () => $"'{expression}' drops {Convert.ToHexString(packet)}, iptables does not");
                Assert.Equal(isDropped ? 1 : 0, ReadDropped(pair.Near) - before);
                verdicts.Add(isDropped);
            }
        }

        Assert.InRange(verdicts.Count(static v => v), 30, verdicts.Count - 30);
    }

    private static IEnumerable<byte[]> Traffic()
    {
        yield return Udp(53, []);
        yield return Udp(53, new byte[100]);
        yield return Udp(54, [0x17, 0, 3, 42]);
        yield return Udp(54, [3, 0, 3, 42, 9, 9]);
        yield return Ip(64).Udp(4000, 123).Payload([0x17, 0, 3, 42]).PadTo(60).Build();
        yield return Ip(63, [1, 1, 1, 1]).Udp(4000, 53).Payload(new byte[60]).Build();
        yield return Ip(64).Udp(4000, 53).PadTo(200).Build();
        yield return Ip(64).Tcp(4000, 80, TcpFlags.Syn, static (ref TcpHeader tcp) => tcp.Window = 512, [2, 4, 2, 24]).Build();
        yield return Ip(64).Tcp(4000, 80, TcpFlags.Syn | TcpFlags.Ack, static (ref TcpHeader tcp) => tcp.Window = 512, [2, 4, 5, 180]).Build();
        yield return Ip(1).Icmp(IcmpType.Echo).Payload(new byte[8]).Build();
        yield return Ip(64, null, static (ref Ipv4Header ip) => ip.MoreFragments = true).Udp(4000, 53).Payload(new byte[16]).Build();
        yield return Ip(64, null, static (ref Ipv4Header ip) => ip.FragmentOffset = 1480).Payload(new byte[24], protocol: IpProtocol.Udp).Build();
    }

    private static byte[] Udp(ushort port, byte[] payload) => Ip(64).Udp(4000, port).Payload(payload).Build();

    private static PacketBuilder Ip(byte timeToLive, byte[]? options = null, HeaderEditor<Ipv4Header>? edit = null) =>
        Packets.Ethernet(MacAddress.Parse(VethPair.FarMac), MacAddress.Parse(VethPair.NearMac)).Ipv4(s_far, s_near, (ref Ipv4Header ip) =>
        {
            ip.TimeToLive = timeToLive;
            edit?.Invoke(ref ip);
        }, options);

    // Without newlines this is what nfbpf_compile prints.
    private static ClassicProgram Compile(string expression)
    {
        string bytecode = string.Join(',', Tool.Run("tcpdump", "-ddd -y RAW", expression).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        (ClassicProgram? program, object? problem) = ClassicText.Parse(bytecode);
        return program ?? throw new InvalidOperationException($"{bytecode}: {problem}");
    }

    private static long ReadDropped(TestNamespace place) =>
        long.Parse(Rule().Match(Inside(place, "iptables-legacy -t raw -L PREROUTING -v -x -n")).Groups[1].Value, CultureInfo.InvariantCulture);

    private static string Inside(TestNamespace place, string command, params string[] last) => Tool.Run("nsenter", $"--net=/run/netns/{place.Name} {command}", last);

    [GeneratedRegex(@"^\s*(\d+)\s+\d+\s+DROP", RegexOptions.Multiline)]
    private static partial Regex Rule();
}
