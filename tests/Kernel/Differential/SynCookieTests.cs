using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Cookies are the kernel's secret: what they stand for, and which are taken, is equal. Numbers of bytes that are known at run time only.</summary>
public sealed class SynCookieTests
{
    [Fact]
    public void Cookies_in_place() => Compare(static p => p.InPlace, Syns());

    [Fact]
    public void Cookies_for_headers_with_options() => Compare(static p => p.WithOptions, Syns());

    [Fact]
    public void Numbers_of_bytes_that_the_packet_says() => Compare(static p => p.Counted, Syns());

    private static void Compare(Func<ISynCookiePrograms, IBpfProgram> select, IEnumerable<byte[]> packets)
    {
        KernelTest.Require();
        using var simulation = new SynCookieProgramsSimulation();
        using SynCookieProgramsObject loaded = SynCookieProgramsLoader.Load();
        var seen = new HashSet<long>();
        foreach (byte[] packet in packets)
        {
            if (select(simulation) is IXdpProgram xdp)
                Differ.AssertSame(xdp, (IXdpProgram)select(loaded), [packet]);
            else
                Differ.AssertSame((ITcProgram)select(simulation), (ITcProgram)select(loaded), [packet]);
            Assert.Equal(simulation.Answers, loaded.Answers);
            seen.Add(loaded.Answers[1]);
        }

        Assert.True(seen.Count > 1, "nothing was refused, or nothing taken");
    }

    // Every length of options, right and wrong; segment sizes around those that cookies can tell.
    private static IEnumerable<byte[]> Syns()
    {
        var random = new Random(11);
        foreach (int size in new[] { 0, 1, 535, 536, 1219, 1220, 1299, 1300, 1420, 1440, 1459, 1460, 8940, 9000 })
        {
            foreach (bool isIpv6 in new[] { false, true })
            {
                for (int words = 4; words <= 15; words++)
                {
                    int network = isIpv6 ? 40 : 20;
                    byte[] packet = new byte[14 + network + 60];
                    random.NextBytes(packet);
                    (packet[12], packet[13]) = isIpv6 ? ((byte)0x86, (byte)0xdd) : ((byte)0x08, (byte)0x00);
                    packet[14] = isIpv6 ? (byte)0x60 : (byte)0x45;
                    Span<byte> tcp = packet.AsSpan(14 + network);
                    tcp[12] = (byte)(words << 4);
                    if (words > 6)
                    {
                        tcp[20..].Fill(1);
                        (tcp[22], tcp[23], tcp[24], tcp[25]) = (2, 4, (byte)(size >> 8), (byte)size);
                    }

                    yield return packet;
                }
            }
        }
    }
}
