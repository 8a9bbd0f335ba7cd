using System;
using System.Linq;
using BpfSharp.Fuzz.Inputs;
using BpfSharp.Fuzz.Planted;
using BpfSharp.Fuzz.Running;
using BpfSharp.Fuzz.Shrinking;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.FuzzRuns.Tests;

public sealed class ShrinkingTests
{
    private const string Target = "6.1";
    private const int Seed = 7;

    private const string Program = """
        using System;
        using BpfSharp;
        using static Functions;
        public static partial class P0
        {
            private static readonly RingBufferMap<long> Ring = new(byteSize: 4096);
            private static long s_g0 = 3;
            [XdpProgram(OnFault = XdpAction.Redirect)]
            public static unsafe XdpAction Run(XdpContext ctx)
            {
                unchecked
                {
                    long a = ctx.Packet.Header<long>(14);
                    int b = ctx.Packet.Header<int>(22);
                    if ((a & 1) != 0)
                    {
                        s_g0 ^= a;
                    }
        using (RingBufferReservation<long> unused = Ring.Reserve())
        {
        }
                    for (int i = 0; i < 3; i++)
                    {
                        s_g0 += b * i;
                    }
                    ctx.Packet.Header<long>(30) = (a - b) * 3;
                    return (XdpAction)((int)s_g0 & 3);
                }
            }
        }

        """;

    [Fact]
    public void What_a_planted_bug_breaks_shrinks_to_what_it_is_about()
    {
        KernelTest.Require();
        Cpu.Bind(0);
        var hooks = new PlantedHooks(BugTable.Rows.Single(static b => b.Name == "operands of a subtraction are swapped"));
        var source = new ProgramSource(0, "P0", Program, Seed);
        Outcome outcome;
        using (Batch batch = Batch.Compile([source], Target, hooks))
            outcome = Trial.Run(batch.Assembly!, source, RandomPackets.Of(Seed, 8, forTc: false), 0);
        Assert.Equal(OutcomeKind.Mismatch, outcome.Kind);

        Shrunk? shrunk = Shrinker.Run(source, outcome, Target, 0, hooks, TimeSpan.FromMinutes(2));

        Assert.NotNull(shrunk);
        Assert.Contains(" - ", shrunk.Text);
        Assert.DoesNotContain("for (", shrunk.Text);
        Assert.DoesNotContain("struct Flow", shrunk.Text);
        Assert.DoesNotContain("Reserve", shrunk.Text);
        Assert.InRange(shrunk.Text.Split('\n').Length, 5, 25);
        Assert.Single(shrunk.Packets);
        // It still fails, and by the bug.
        Assert.True(new Trials(Target, Seed, nameof(OutcomeKind.Mismatch), 0, hooks).Fail([shrunk.Text], shrunk.Packets)[0]);
        Assert.False(new Trials(Target, Seed, nameof(OutcomeKind.Mismatch), 0, null).Fail([shrunk.Text], shrunk.Packets)[0]);
    }
}
