using System;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using DdosPipeline;
using DdosPipeline.Classic;
using DdosPipeline.Compilation;
using Xunit;

namespace BpfSharp.Samples.Tests.DdosPipeline;

/// <summary>Bytecode gives the verdicts of the kernel's own classic BPF.</summary>
public sealed class ClassicKernelTests
{
    private const int Programs = 400;

    [Fact]
    public void Translated_bytecode_and_the_interpreter_agree_with_the_kernels_own()
    {
        KernelTest.Require();
        var random = new Random(20_260_707);
        using PipelineObject kernel = PipelineLoader.Load();
        using var store = new SignatureStore(kernel, kernel);
        using var filter = new SocketFilter();
        byte[][] packets = [.. Enumerable.Range(0, 24).Select(_ => Packet(random))];
        int matched = 0, missed = 0;
        for (int i = 0; i < Programs; i++)
        {
            ClassicProgram program = RandomBytecode.Make(random);
            filter.Attach(program);
            Assert.Empty(store.Load($"drop it bytecode {program}"));
            foreach (byte[] frame in packets)
            {
                ReadOnlySpan<byte> packet = Inside(frame);
                int expected = filter.Run(packet);
                string what = $"{program} over {Convert.ToHexString(frame)}";
                Assert.True((int)Math.Min(ClassicInterpreter.Run(program, packet), (uint)packet.Length) == expected, what);
                Assert.True((kernel.Filter.Run(frame).Verdict == XdpAction.Drop) == expected > 0, what);
                _ = expected > 0 ? matched++ : missed++;
            }
        }

        Assert.True(matched > 500 && missed > 500, $"{matched} matches and {missed} others say little");
    }

    private static ReadOnlySpan<byte> Inside(byte[] frame) => frame.AsSpan(14, (frame[16] << 8) | frame[17]);

    private static byte[] Packet(Random random)
    {
        byte[] payload = new byte[random.Next(0, 120)];
        random.NextBytes(payload);
        Ipv4Address from = Ipv4Address.Parse("192.0.2.1"), to = Ipv4Address.Parse("198.51.100.1");
        byte[]? options = random.Next(4) == 0 ? [1, 1, 1, 1] : null;
        PacketBuilder builder = Packets.Ethernet().Ipv4(from, to, (ref Ipv4Header ip) => ip.TimeToLive = (byte)random.Next(1, 255), options);
        builder = random.Next(3) switch
        {
            0 => builder.Tcp((ushort)random.Next(65536), 80, (TcpFlags)random.Next(64)),
            1 => builder.Udp((ushort)random.Next(65536), 53),
            _ => builder.Icmp(IcmpType.Echo),
        };
        builder = builder.Payload(payload);
        return random.Next(2) == 0 ? builder.PadTo(100).Build() : builder.Build();
    }
}
