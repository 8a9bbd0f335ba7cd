namespace BpfSharp.Generator.Tests.Infrastructure;

/// <summary>Sources that several tests use.</summary>
internal static class Samples
{
    public const string Firewall = """
        using BpfSharp;
        using BpfSharp.Protocols;

        namespace Shop;

        public struct Rule
        {
            public ulong Packets;
            public ulong Bytes;
        }

        public readonly struct Drop
        {
            public readonly Ipv4Address Source;
            public readonly uint Rule;

            public Drop(Ipv4Address source, uint rule)
            {
                Source = source;
                Rule = rule;
            }
        }

        [BpfLicense("GPL")]
        public static partial class Firewall
        {
            private static readonly LpmTrieMap<Ipv4Prefix, uint> Denied = new(maxEntries: 10_000);
            private static readonly PerCpuArrayMap<Rule> Drops = new(maxEntries: 256);
            private static readonly RingBufferMap<Drop> Events = new(byteSize: 1 << 16);
            [Range(1, 1000)]
            private static readonly LoadConstant<uint> SampleEvery = 64;
            private static ulong s_seen;
            private static uint s_first = 7;

            // The first program.
            [XdpProgram(OnFault = XdpAction.Pass)]
            public static XdpAction Filter(XdpContext ctx)
            {
                ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
                if (eth.EtherType != EtherType.IPv4)
                    return XdpAction.Pass;

                ref readonly Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
                s_seen++;
                if (!Denied.TryGetValue(Ipv4Prefix.Host(ip.Source), out uint rule))
                    return XdpAction.Pass;

                ref Rule counter = ref Drops[rule];
                counter.Packets++;
                counter.Bytes += (ulong)ctx.Length;
                if (s_seen % SampleEvery == 0)
                    Events.TryWrite(new Drop(ip.Source, rule));
                return XdpAction.Drop;
            }

            [TcProgram]
            private static TcAction Egress(TcContext ctx) => ctx.Length > 1500 ? TcAction.Shot : TcAction.Ok;
        }
        """;

    /// <summary>A second class, in which nothing changes while the first is edited.</summary>
    public const string Other = """
        using BpfSharp;

        namespace Shop;

        internal static partial class Other
        {
            [XdpProgram]
            public static XdpAction Everything(XdpContext ctx) => XdpAction.Drop;
        }
        """;

    /// <summary>A program class around one declaration.</summary>
    public static string Class(string members) => $$"""
        using System;
        using System.Runtime.InteropServices;
        using BpfSharp;
        using BpfSharp.Protocols;

        public static partial class P
        {
            {{members}}

            [XdpProgram]
            public static XdpAction Main(XdpContext ctx) => XdpAction.Pass;
        }
        """;
}
