using System.Linq;
using BpfSharp.Fuzz.Inputs;
using BpfSharp.Fuzz.Running;
using BpfSharp.Fuzz.Segments;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.FuzzRuns.Tests;

/// <summary>Programs over packets of which not all is linear, by .NET and by the kernel; what random programs found is here.</summary>
public sealed class SegmentTests
{
    private const int Seed = 3;
    private const int Packets = 24;

    [Fact]
    public void Changing_the_tail_makes_all_of_the_packet_linear() => AssertEqual("""
        bool cut = ctx.ChangeTail((uint)ctx.Length - 2);
        s_sum = s_sum * 31 + ctx.Packet.Bytes[57] + (cut ? 1ul : 2ul);
        return (TcAction)(ctx.Packet.LinearLength & 3);
        """);

    [Fact]
    public void Bytes_beyond_the_linear_part_are_read_and_written() => AssertEqual("""
        ref ushort last = ref ctx.Packet.Header<ushort>(ctx.Length - 2);
        s_sum = s_sum * 31 + last;
        last++;
        return (TcAction)(ctx.Packet.Header<int>(14) & 3);
        """);

    /// <summary>No more is pulled than was asked for where the program sees how much is linear.</summary>
    [Fact]
    public void A_slice_of_the_linear_bytes_ends_where_the_last_access_made_them_end() => AssertEqual("""
        byte value = ctx.Packet.Header<byte>(38);
        s_sum = s_sum * 31 + value;
        if (value % 2 == 0)
            s_sum += ctx.Packet.Bytes.Slice(31, 17)[3];
        ctx.Packet.Header<int>(50) = 5;
        return TcAction.Ok;
        """);

    /// <summary>A reference that nobody uses makes bytes linear all the same, wherever it is asked for.</summary>
    [Theory]
    [InlineData("if (ctx.Packet.TryHeader(40, out Ref<ushort> unused)) { }")]
    [InlineData("Touch(ctx); static void Touch(TcContext c) => c.Packet.TryHeader(40, out Ref<ushort> _);")]
    [InlineData("Touch(ctx); [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)] static void Touch(TcContext c) => c.Packet.TryHeader(40, out Ref<ushort> _);")]
    [InlineData("Bpf.Loop(3, i => { ctx.Packet.TryHeader(40, out Ref<ushort> _); });")]
    [InlineData("for (int i = 0; i < ctx.Length % 5; i++) ctx.Packet.TryHeader(i * 9, out Ref<ushort> _);")]
    public void A_reference_that_nobody_uses_makes_bytes_linear(string asking) => AssertEqual($"""
        ulong before = (ulong)ctx.Packet.Bytes.Length;
        {asking}
        s_sum = s_sum * 31 + before * 1000 + (ulong)ctx.Packet.Bytes.Length;
        return TcAction.Ok;
        """);

    [Fact]
    public void Another_linear_length_is_noticed()
    {
        KernelTest.Require();
        Outcome outcome = Run("return (TcAction)(ctx.Packet.LinearLength & 3);", simulatedLinear: 15);
        Assert.Equal(OutcomeKind.Mismatch, outcome.Kind);
    }

    private static void AssertEqual(string body)
    {
        KernelTest.Require();
        Outcome outcome = Run(body);
        Assert.True(outcome.Kind == OutcomeKind.Equal, outcome.Text);
        Assert.InRange(outcome.Segments, Packets / 2, Packets);
        Assert.InRange(outcome.Clean, Packets, 2 * Packets);
    }

    private static Outcome Run(string body, int? simulatedLinear = null)
    {
        string text = $$"""
            using System;
            using BpfSharp;
            public static partial class P0
            {
                private static ulong s_sum;
                private static int s_verdict;
                [TcProgram(OnFault = TcAction.Next)]
                public static TcAction Live(TcContext ctx)
                {
                    s_verdict = -1;
                    s_verdict = (int)Run(ctx);
                    return TcAction.Next;
                }
                [TcProgram(OnFault = TcAction.Trap)]
                public static unsafe TcAction Run(TcContext ctx)
                {
                    {{body}}
                }
            }

            """;
        Cpu.Bind(0);
        using SegmentLink link = SegmentLink.Open();
        link.SimulatedLinearLength = simulatedLinear;
        using Batch batch = Batch.CompileDoubtful([new ProgramSource(0, "P0", text, Seed)], "6.1", null);
        Assert.Empty(batch.Invalid.Values.Concat(batch.NotCompiled.Values));
        byte[][] packets = [.. RandomPackets.Of(Seed, 10 * Packets, forTc: true).Where(static p => p.Length > 62).Take(Packets)];
        return Trial.Run(batch.Assembly!, new ProgramSource(0, "P0", text, Seed), packets, 0);
    }
}
