using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Several XDP programs on one interface: their order, where packets go on, and changes while packets come.</summary>
public sealed class XdpChainTests
{
    public static TheoryData<XdpChainKind> Kinds => [XdpChainKind.TailCalls, XdpChainKind.Dispatcher];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Programs_run_by_priority_and_go_on_where_they_were_told(XdpChainKind kind)
    {
        Require(kind);
        using var pair = new VethPair();
        using ChainProgramsObject first = Load(XdpAction.Pass), second = Load(XdpAction.Tx), third = Load(XdpAction.Drop);
        using XdpChainLink last = Add(pair, third.Study, kind, 90);
        using XdpChainLink middle = Add(pair, second.Count, kind, 50, XdpAction.Tx, XdpAction.Pass);
        using XdpChainLink front = Add(pair, first.Study, kind, 10);
        Assert.Equal((kind, XdpMode.Native), (front.Kind, front.Mode));

        Assert.Equal(0, Traffic.Send(pair, 7));
        Assert.Equal((7ul, 7ul, 7ul), (first.Runs, second.Runs, third.Runs));
        Assert.Equal(7ul * 45, first.Rounds);
        Assert.Equal(45ul, first.Lengths[46]);

        XdpChainState state = pair.Near.Run(static () => BpfHooks.QueryXdpChain(VethPair.NearInterface))!;
        Assert.Equal((kind, XdpMode.Native), (state.Kind, state.Mode));
        Assert.Equal([(10u, "Study"), (50u, "Count"), (90u, "Study")], state.Programs.Select(static p => (p.Priority, p.Name)));
        Assert.Equal([front.ProgramId, middle.ProgramId, last.ProgramId], state.Programs.Select(static p => p.ProgramId));
        Assert.Equal([XdpAction.Pass, XdpAction.Tx], state.Programs[1].ContinueOn);

        // Without the one that drops, what is in the middle lets go on, and the packet passes after the last one.
        last.Dispose();
        Assert.Equal(5, Traffic.Send(pair, 5));
        middle.Dispose();
        Assert.Equal(3, Traffic.Send(pair, 3));
        Assert.Equal((15ul, 12ul, 7ul), (first.Runs, second.Runs, third.Runs));
        front.Dispose();
        Assert.Null(pair.Near.Run(static () => BpfHooks.QueryXdpChain(VethPair.NearInterface)));
        Assert.Empty(pair.Near.Run(static () => BpfHooks.QueryXdp(VethPair.NearInterface)));
        Assert.Equal(2, Traffic.Send(pair, 2));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Result_that_does_not_go_on_is_the_chains(XdpChainKind kind)
    {
        Require(kind);
        using var pair = new VethPair();
        using ChainProgramsObject first = Load(XdpAction.Pass), dropping = Load(XdpAction.Drop), never = Load(XdpAction.Pass);
        using XdpChainLink front = Add(pair, first.Count, kind, 10);
        using XdpChainLink drop = Add(pair, dropping.Count, kind, 20);
        using XdpChainLink after = Add(pair, never.Count, kind, 30);
        Assert.Equal(0, Traffic.Send(pair, 4));
        Assert.Equal((4ul, 4ul, 0ul), (first.Runs, dropping.Runs, never.Runs));
        drop.Dispose();
        Assert.Equal(4, Traffic.Send(pair, 4));
        Assert.Equal(4ul, never.Runs);
    }

    /// <summary>A program comes and goes between two others, again and again: every packet meets both of these, and none gets by.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task No_packet_misses_a_program_while_the_chain_changes(XdpChainKind kind)
    {
        Require(kind);
        using var pair = new VethPair();
        using ChainProgramsObject first = Load(XdpAction.Pass), visitor = Load(XdpAction.Pass), last = Load(XdpAction.Drop);
        using XdpChainLink front = Add(pair, first.Count, kind, 10);
        using XdpChainLink back = Add(pair, last.Count, kind, 90);
        int sent = 0, arrived = 0;
        bool isOver = false;
        Task traffic = Task.Run(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                arrived += Traffic.Send(pair, 200);
                sent += 200;
            }
        });
        for (uint i = 0; i < 12; i++)
        {
            using XdpChainLink between = Add(pair, visitor.Count, kind, i % 3 == 0 ? 5u : 50u);
            await Task.Delay(30);
        }
        Volatile.Write(ref isOver, true);
        await traffic;
        Assert.Equal(0, arrived);
        Assert.Equal((ulong)sent, first.Runs);
        Assert.Equal((ulong)sent, last.Runs);
        Assert.InRange(visitor.Runs, 1ul, (ulong)sent);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Chain_goes_with_its_objects_and_with_its_interface(XdpChainKind kind)
    {
        Require(kind);
        using var pair = new VethPair();
        using ChainProgramsObject stays = Load(XdpAction.Pass);
        using XdpChainLink link = Add(pair, stays.Count, kind, 10);
        using (ChainProgramsObject goes = Load(XdpAction.Drop))
        {
            Add(pair, goes.Count, kind, 20);
            Assert.Equal(0, Traffic.Send(pair, 3));
        }
        Assert.Equal(3, Traffic.Send(pair, 3));
        Assert.Equal(6ul, stays.Runs);
        pair.Near.Ip($"link del {VethPair.NearInterface}");
        link.Dispose();
        if (kind == XdpChainKind.Dispatcher)
            Assert.Empty(Directory.GetDirectories("/sys/fs/bpf/xdp", $"dispatch-{link.InterfaceIndex}-*"));
    }

    [Fact]
    public void Automatic_choice_says_why_it_is_tail_calls()
    {
        Require(XdpChainKind.TailCalls);
        using var pair = new VethPair();
        using ChainProgramsObject program = Load(XdpAction.Pass);
        using XdpChainLink link = Add(pair, program.Count, XdpChainKind.Auto, 10);
        bool canDispatch = BpfFeatures.Extensions == FeatureState.Present && Directory.Exists("/sys/fs/bpf/xdp");
        Assert.Equal(canDispatch ? XdpChainKind.Dispatcher : XdpChainKind.TailCalls, link.Kind);
        Assert.Equal(canDispatch, link.FallbackReason.Length == 0);
        using XdpChainLink second = Add(pair, program.Study, XdpChainKind.Auto, 20);
        Assert.Equal(link.Kind, second.Kind);
        Assert.Equal(3, Traffic.Send(pair, 3));
        Assert.Equal(6ul, program.Runs);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Interface_with_a_program_that_is_no_chain_is_left_alone(XdpChainKind kind)
    {
        Require(kind);
        using var pair = new VethPair();
        using var other = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        using ChainProgramsObject program = Load(XdpAction.Drop);
        using XdpLink alone = pair.Near.Run(() => other.XdpProgram("count").Attach(VethPair.NearInterface));
        HookBusyException e = Assert.Throws<HookBusyException>(() => Add(pair, program.Count, kind, 10));
        Assert.Equal("count", e.ProgramName);
        Assert.Equal(3, Traffic.Send(pair, 3));
        if (kind == XdpChainKind.Dispatcher)
            Assert.Empty(Directory.GetDirectories("/sys/fs/bpf/xdp", $"dispatch-{alone.InterfaceIndex}-*"));
    }

    [Fact]
    public void Programs_with_and_without_fragments_meet_only_behind_a_dispatcher()
    {
        Require(XdpChainKind.TailCalls);
        using var pair = new VethPair();
        using ChainProgramsObject program = Load(XdpAction.Pass), other = Load(XdpAction.Pass);
        using XdpChainLink plain = Add(pair, program.Count, XdpChainKind.TailCalls, 10);
        BpfException e = Assert.Throws<BpfException>(() => Add(pair, other.Fragments, XdpChainKind.TailCalls, 20));
        Assert.Contains("'Fragments' takes packets with fragments and 'Count' does not", e.Message, StringComparison.Ordinal);
        Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.Equal(2ul, program.Runs);
    }

    [Fact]
    public void Chain_is_not_offloaded()
    {
        KernelTest.Require();
        using ChainProgramsObject program = Load(XdpAction.Pass);
        Assert.Throws<ArgumentException>(() => program.Count.AttachToChain("lo", new XdpChainOptions { Mode = XdpMode.Offload }));
    }

    internal static ChainProgramsObject Load(XdpAction verdict) => ChainProgramsLoader.Load(o => o.Verdict = (uint)verdict);

    internal static void Require(XdpChainKind kind)
    {
        KernelTest.Require("ip");
        if (kind != XdpChainKind.Dispatcher)
            return;
        KernelTest.RequirePart(BpfFeatures.Extensions, "programs in the place of functions (freplace)");
        if (!File.ReadAllText("/proc/self/mounts").Contains("/sys/fs/bpf bpf", StringComparison.Ordinal))
            Assert.Skip("no BPF file system is mounted at /sys/fs/bpf");
    }

    internal static XdpChainLink Add(VethPair pair, LoadedXdpProgram program, XdpChainKind kind, uint priority, params XdpAction[] goOn) => pair.Near.Run(
        () => program.AttachToChain(
            VethPair.NearInterface, new XdpChainOptions { Kind = kind, Priority = priority, ContinueOn = goOn.Length > 0 ? goOn : [XdpAction.Pass] }));
}
