using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using BpfSharp.Kernel.Tests.Infrastructure;

namespace BpfSharp.Kernel.Tests.Effects;

/// <summary>A <see cref="VethPair"/> whose near side has a second pair to a third namespace: <c>out0</c> (10.99.0.3), whose peer <c>third0</c> is 10.99.0.4.</summary>
internal sealed partial class ThreeNamespaces : IDisposable
{
    public const string OutInterface = "out0";
    public const string ThirdInterface = "third0";
    public const string ThirdAddress = "10.99.0.4";
    public const string ThirdMac = "02:00:00:00:00:04";

    public ThreeNamespaces()
    {
        Pair = new VethPair();
        try
        {
            Third = new TestNamespace();
            Pair.Near.Ip($"link add {OutInterface} address 02:00:00:00:00:03 type veth peer name {ThirdInterface} address {ThirdMac} netns {Third.Name}");
            foreach ((TestNamespace where, string name) in new[] { (Pair.Near, OutInterface), (Third, ThirdInterface) })
            {
                where.Run(() => File.WriteAllText($"/proc/sys/net/ipv6/conf/{name}/disable_ipv6", "1"));
                Tool.Run("nsenter", $"--net=/run/netns/{where.Name} ethtool -K {name} tx off");
                where.Ip($"link set {name} up");
            }

            Third.Ip($"address add {ThirdAddress}/24 dev {ThirdInterface}");
            Pair.Near.Ip($"address add 10.99.0.3/32 dev {OutInterface}");
            Pair.Near.Ip($"route add {ThirdAddress}/32 dev {OutInterface}");
            Pair.Near.Ip($"neighbour add {ThirdAddress} lladdr {ThirdMac} dev {OutInterface} nud permanent");
            OutIndex = uint.Parse(IndexPattern().Match(Pair.Near.Ip($"-o link show {OutInterface}")).Groups[1].Value, CultureInfo.InvariantCulture);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public VethPair Pair { get; }

    public TestNamespace Third { get; } = null!;

    public uint OutIndex { get; }

    /// <summary>Which link address the far side uses for the third.</summary>
    public void FarKnowsThirdAs(string mac) => Pair.Far.Ip($"neighbour replace {ThirdAddress} lladdr {mac} dev {VethPair.FarInterface} nud permanent");

    public void Dispose()
    {
        try
        {
            Third?.Dispose();
        }
        finally
        {
            Pair.Dispose();
        }
    }

    [GeneratedRegex(@"^(\d+):")]
    private static partial Regex IndexPattern();
}
