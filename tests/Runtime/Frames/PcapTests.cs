using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Testing;
using CsCheck;
using Xunit;

namespace BpfSharp.Runtime.Tests.Frames;

public sealed class PcapTests
{
    [Fact]
    public void Reads_back_what_it_writes() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Long[0, 4_000_000_000L * 10_000_000]).List[0, 10].Sample(static packets =>
        {
            CapturedPacket[] written = [.. packets.Select(static p => new CapturedPacket(DateTimeOffset.UnixEpoch.AddTicks(p.Item2), p.Item1))];
            using var stream = new MemoryStream();
            using (var writer = new PcapWriter(stream, leaveOpen: true))
            {
                foreach (CapturedPacket packet in written)
                    writer.Write(packet);
            }

            stream.Position = 0;
            CapturedPacket[] read = [.. PcapReader.Read(stream)];
            Assert.Equal(written.Select(Describe), read.Select(Describe));
        });

    [Theory]
    [InlineData("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000", "01000000 40420f00 03000000 05000000 aabbcc")] // microseconds, little endian
    [InlineData("a1b2c3d4 0002 0004 00000000 00000000 0000ffff 00000001", "00000001 000f4240 00000003 00000005 aabbcc")] // microseconds, big endian
    [InlineData("a1b23c4d 0002 0004 00000000 00000000 0000ffff 00000001", "00000001 3b9aca00 00000003 00000005 aabbcc")] // nanoseconds, big endian
    public void Reads_what_others_write(string header, string packet)
    {
        CapturedPacket read = Assert.Single(PcapReader.Read(Stream(header + packet)));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(2), read.Time);
        Assert.Equal([0xaa, 0xbb, 0xcc], read.Bytes);
        Assert.Equal(5, read.OriginalLength);
    }

    [Theory]
    [InlineData("", "shorter")]
    [InlineData("00010203 0200 0400 00000000 00000000 ffff0000 01000000", "no pcap")]
    [InlineData("0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffff ffffffff", "pcapng")]
    [InlineData("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 71000000", "link type 113")]
    [InlineData("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000 0100", "within a packet's header")]
    [InlineData("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000 01000000 00000000 03000000 03000000 aabb", "within a packet")]
    [InlineData("d4c3b2a1 0200 0400 00000000 00000000 ffff0000 01000000 01000000 00000000 ffffff7f 03000000 aabb", "damaged")]
    public void Damaged_and_foreign_files_are_told(string hex, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => PcapReader.Read(Stream(hex)).ToArray()).Message);

    [Fact]
    public void Files()
    {
        string path = Path.Combine(Path.GetTempPath(), $"bpfsharp-{Guid.NewGuid():N}.pcap");
        try
        {
            PcapWriter.WriteFile(path, [new CapturedPacket(DateTimeOffset.UnixEpoch, [1, 2, 3])]);
            IReadOnlyList<CapturedPacket> read = PcapReader.ReadFile(path);
            Assert.Equal([1, 2, 3], Assert.Single(read).Bytes);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static (DateTimeOffset Time, string Bytes, int Length) Describe(CapturedPacket packet) =>
        (packet.Time, Convert.ToHexString(packet.Bytes), packet.OriginalLength);

    private static MemoryStream Stream(string hex) => new(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)));
}
