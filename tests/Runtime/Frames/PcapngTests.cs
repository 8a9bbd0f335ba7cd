using System;
using System.IO;
using BpfSharp.Testing;
using Xunit;

namespace BpfSharp.Runtime.Tests.Frames;

public sealed class PcapngTests
{
    [Fact]
    public void A_capture_has_the_blocks_of_the_format()
    {
        using var stream = new MemoryStream();
        using (var writer = new PcapngWriter(stream, leaveOpen: true))
        {
            Assert.Equal(0, writer.AddInterface("eth0"));
            var packet = new CapturedPacket(DateTimeOffset.FromUnixTimeSeconds(5).AddTicks(3), [1, 2, 3, 4, 5], 60);
            writer.Write(0, packet, PcapngDirection.Outbound, "why");
        }

        string[] blocks =
        [
            // Type, length, byte order, version 1.0, length of the section unknown, length.
            "0A0D0D0A 1C000000 4D3C2B1A 01000000 FFFFFFFF FFFFFFFF 1C000000",
            // Ethernet, at most 262,144 bytes; name, nanoseconds, end of options.
            "01000000 28000000 01000000 00000400 02000400 65746830 09000100 09000000 00000000 28000000",
            // Interface 0, 5,000,000,300 ns, 5 of 60 bytes; comment, flags, end of options.
            "06000000 3C000000 00000000 01000000 2CF3052A 05000000 3C000000 01020304 05000000 01000300 77687900 02000400 02000000 00000000 3C000000",
        ];
        Assert.Equal(string.Concat(blocks).Replace(" ", "", StringComparison.Ordinal), Convert.ToHexString(stream.ToArray()));
    }

    [Fact]
    public void What_has_no_room_is_refused()
    {
        using var writer = new PcapngWriter(new MemoryStream());
        var packet = new CapturedPacket(DateTimeOffset.UnixEpoch, [1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(0, packet));
        writer.AddInterface("eth0");
        Assert.Throws<ArgumentException>(() => writer.Write(0, new CapturedPacket(DateTimeOffset.UnixEpoch.AddSeconds(-1), [1])));
        Assert.Throws<ArgumentException>(() => writer.Write(0, packet, PcapngDirection.Inbound, new string('x', 70_000)));
    }
}
