using System;
using System.Linq;
using System.Threading;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Timers run in the kernel as in a simulation whose time is let pass.</summary>
public sealed class TimerTests
{
    private const ulong Millisecond = 1_000_000;
    private const ulong Hour = 3_600_000_000_000;

    private static readonly byte[] s_packet = Testing.Packets.Udp(Ipv4Address.Parse("192.0.2.9"), Ipv4Address.Parse("192.0.2.1"), 1, 53, new byte[18]);

    [Fact]
    public void A_timer_runs_its_rounds_and_removes_an_entry()
    {
        KernelTest.Require();
        using var simulation = new TimerProgramsSimulation();
        using TimerProgramsObject loaded = TimerProgramsLoader.Load();
        string expected = Rounds(simulation, () => simulation.Environment.Advance(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(expected, Rounds(loaded, () => Eventually.True(() => loaded.Fired == 3)));
        Assert.Contains("fired 3", expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_is_stopped_by_the_program_and_goes_with_its_entry()
    {
        KernelTest.Require();
        using var simulation = new TimerProgramsSimulation();
        using TimerProgramsObject loaded = TimerProgramsLoader.Load();
        string expected = Stopped(simulation, simulation.Environment.Advance);
        Assert.Equal(expected, Stopped(loaded, Thread.Sleep));
        Assert.Contains("fired 0", expected, StringComparison.Ordinal);
    }

    /// <summary><c>bpf_timer_cancel</c> lets the function go (<c>drop_prog_refcnt</c>).</summary>
    [Fact]
    public void A_stopped_timer_has_no_function()
    {
        KernelTest.Require();
        using var simulation = new TimerProgramsSimulation();
        using TimerProgramsObject loaded = TimerProgramsLoader.Load();
        foreach (ITimerPrograms programs in new ITimerPrograms[] { simulation, loaded })
        {
            programs.Key = 9;
            programs.Delay = Hour;
            Assert.Equal(TcAction.Ok, programs.Arm.Run(s_packet).Verdict);
            Assert.Equal(TcAction.Ok, programs.Restart.Run(s_packet).Verdict);
            Assert.Equal([1L, -22L, 0L, 0L], Enumerable.Range(0, 4).Select(i => programs.Answers[(uint)i]));
        }
    }

    [Fact]
    public void A_fault_ends_the_function_and_is_counted()
    {
        KernelTest.Require();
        using var simulation = new TimerProgramsSimulation();
        using TimerProgramsObject loaded = TimerProgramsLoader.Load();
        foreach (ITimerPrograms programs in new ITimerPrograms[] { simulation, loaded })
        {
            programs.Key = 7;
            programs.Delay = Millisecond;
            programs.Divisor = 2;
            Assert.Equal(XdpAction.Pass, programs.ArmFaulting.Run(s_packet).Verdict);
        }

        simulation.Environment.Advance(TimeSpan.FromMilliseconds(2));
        // The second round faults before it starts a third one.
        Eventually.True(() => loaded.ReadFaults().Count != 0);
        Assert.Equal(simulation.ReadFaults().Select(static f => f.Site), loaded.ReadFaults().Select(static f => f.Site));
        Assert.Equal(FaultKind.DivideByZero, Assert.Single(loaded.ReadFaults()).Site.Kind);
        foreach (ITimerPrograms programs in new ITimerPrograms[] { simulation, loaded })
        {
            Assert.True(programs.Recent.TryGetValue(7, out TimerPrograms.Flow flow));
            Assert.Equal((2L, 100L, 1ul), (flow.Rounds, flow.Key, programs.Fired));
        }
    }

    [Fact]
    public void A_timer_of_an_array_ends_when_its_value_is_replaced()
    {
        KernelTest.Require();
        using var simulation = new TimerProgramsSimulation();
        using TimerProgramsObject loaded = TimerProgramsLoader.Load();
        foreach (ITimerPrograms programs in new ITimerPrograms[] { simulation, loaded })
        {
            programs.Key = 2;
            programs.Delay = Millisecond;
            programs.Divisor = 1;
            Assert.Equal(XdpAction.Pass, programs.ArmSlot.Run(s_packet).Verdict);
            Assert.Equal([0L, 0L, 0L], programs.Answers.Take(3));
        }

        simulation.Environment.Advance(TimeSpan.FromMilliseconds(30));
        Thread.Sleep(30);
        foreach (ITimerPrograms programs in new ITimerPrograms[] { simulation, loaded })
        {
            Assert.Equal((0ul, 5), (programs.Fired, programs.Slots[2].Uses));
            // It is no timer any more, so it can be made one again.
            programs.Divisor = 0;
            Assert.Equal(XdpAction.Pass, programs.ArmSlot.Run(s_packet).Verdict);
            Assert.Equal([0L, 0L], programs.Answers.Take(2));
        }

        simulation.Environment.Advance(TimeSpan.FromMilliseconds(1));
        Eventually.True(() => loaded.Fired != 0);
        Assert.Equal((3ul, 15), (simulation.Fired, simulation.Slots[2].Uses));
        Assert.Equal((3ul, 15), (loaded.Fired, loaded.Slots[2].Uses));
    }

    private static string Rounds(ITimerPrograms programs, Action wait)
    {
        programs.Flows[105] = default;
        programs.Key = 5;
        programs.Delay = Millisecond;
        TcAction verdict = programs.Arm.Run(s_packet).Verdict;
        string answers = string.Join(' ', programs.Answers);
        wait();
        Eventually.True(() => !programs.Flows.ContainsKey(105));
        TimerPrograms.Flow flow = programs.Flows[5];
        // A second time: it is a timer already.
        programs.Delay = Hour;
        programs.Arm.Run(s_packet);
        return $"{verdict} {answers} fired {programs.Fired} rounds {flow.Rounds} key {flow.Key} {string.Join(' ', programs.Answers)}";
    }

    private static string Stopped(ITimerPrograms programs, Action<TimeSpan> pass)
    {
        var pause = TimeSpan.FromMilliseconds(30);
        programs.Key = 1;
        programs.Delay = 10 * Millisecond;
        string text = programs.Disarm.Run(s_packet).Verdict.ToString();
        programs.Arm.Run(s_packet);
        text += $" {programs.Disarm.Run(s_packet).Verdict} {string.Join(' ', programs.Answers)}";
        pass(pause);
        text += $" {programs.Fired}";
        programs.Arm.Run(s_packet);
        text += $" {programs.Forget.Run(s_packet).Verdict} {programs.Forget.Run(s_packet).Verdict}";
        programs.Arm.Run(s_packet);
        programs.Flows[1] = default;
        pass(pause);
        return $"{text} {programs.Disarm.Run(s_packet).Verdict} {string.Join(' ', programs.Answers)} fired {programs.Fired}";
    }
}
