using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;
using BpfSharp.Views;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

[Collection(AloneCollection.Name)]
public sealed class LifetimeTests
{
    [Fact]
    public void Everything_is_refused_after_dispose()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        var loaded = new LoadedTestObject(Objects());
        LoadedXdpProgram xdp = loaded.XdpProgram("xdp_count");
        LoadedTcProgram tc = loaded.TcProgram("tc_count");
        IHashMapView<uint, uint> map = loaded.Views.Hash<uint, uint>("Things");
        IGlobalView<ulong> counter = loaded.Views.Global<ulong>(Handmade.Counter);
        loaded.Dispose();
        loaded.Dispose();

        Assert.Throws<ObjectDisposedException>(() => pair.Near.Run(() => xdp.Attach(VethPair.NearInterface)));
        Assert.Throws<ObjectDisposedException>(() => pair.Near.Run(() => tc.Attach(VethPair.NearInterface, TcDirection.Ingress)));
        Assert.Throws<ObjectDisposedException>(() => xdp.Run(new byte[60]));
        Assert.Throws<ObjectDisposedException>(() => map[1]);
        Assert.Throws<ObjectDisposedException>(() => counter.Value);
        Assert.Throws<ObjectDisposedException>(() => loaded.XdpProgram("xdp_count"));
        Assert.Throws<ObjectDisposedException>(() => loaded.Views.Hash<uint, uint>("Things"));
        Assert.Throws<ObjectDisposedException>(() => loaded.ReadFaults());
    }

    [Fact]
    public void Disposing_the_object_detaches_its_links_and_leaves_nothing()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        var loaded = new LoadedTestObject(Objects());
        XdpLink xdp = pair.Near.Run(() => loaded.XdpProgram("xdp_count").Attach(VethPair.NearInterface));
        TcLink tcx = pair.Near.Run(() => loaded.TcProgram("tc_count").Attach(VethPair.NearInterface, TcDirection.Egress));
        TcLink clsact = pair.Near.Run(() => loaded.TcProgram("tc_count").Attach(
            VethPair.NearInterface, TcDirection.Ingress, new TcAttachOptions { Hook = TcHook.Clsact }));
        uint[] programs = [xdp.ProgramId, tcx.ProgramId];
        loaded.Dispose();

        Assert.False(xdp.IsAttached || tcx.IsAttached || clsact.IsAttached);
        Assert.DoesNotContain("xdp", pair.Near.Ip($"link show {VethPair.NearInterface}"));
        Assert.DoesNotContain("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
        Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.All(programs, static id => Eventually.True(() => !Tool.Listing("prog show").Contains($"{id}: ", StringComparison.Ordinal)));
    }

    [Fact]
    public void One_part_that_fails_does_not_keep_the_others_in_the_kernel()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        var loaded = new LoadedTestObject(Objects());
        XdpLink xdp = pair.Near.Run(() => loaded.XdpProgram("xdp_count").Attach(VethPair.NearInterface));
        pair.Near.Run(() => loaded.TcProgram("tc_count").Attach(
            VethPair.NearInterface, TcDirection.Ingress, new TcAttachOptions { Hook = TcHook.Clsact }));

        // Without privilege the filter can't be removed; the XDP link and the programs still go.
        BpfException e = Assert.Throws<BpfException>(() => Unprivileged.Run(() =>
        {
            loaded.Dispose();
            return 0;
        }));
        Assert.Contains("Not everything could be taken out of the kernel", e.Message);
        Assert.Contains("CAP_NET_ADMIN", e.Message);
        Assert.DoesNotContain("xdp", pair.Near.Ip($"link show {VethPair.NearInterface}"));
        Assert.Throws<ObjectDisposedException>(() => loaded.XdpProgram("xdp_count"));
    }

    [Fact]
    public void Links_that_nobody_keeps_survive_garbage_collections()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        WeakReference abandoned = AttachAndForget(pair);
        for (int i = 0; i < 5; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.True(abandoned.IsAlive);
        Assert.Contains("prog/xdp", pair.Near.Ip($"link show {VethPair.NearInterface}"));
        Assert.Equal(0, Traffic.Send(pair, 1));
        ((XdpLink)abandoned.Target!).Dispose();
        Assert.Equal(1, Traffic.Send(pair, 1));
    }

    [Fact]
    public void Descriptors_do_not_pile_up()
    {
        KernelTest.Require();
        Cycle();
        int before = CountDescriptors();
        for (int i = 0; i < 20; i++)
            Cycle();
        Assert.InRange(CountDescriptors(), 0, before + 5);
    }

    [Fact]
    public void Detaching_does_not_wait_for_others_who_hold_the_links_descriptor()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Objects());
        int index;
        using (XdpLink probe = pair.Near.Run(() => loaded.XdpProgram("xdp_count").Attach(VethPair.NearInterface)))
            index = probe.InterfaceIndex;
        FileDescriptor first = pair.Near.Run(() => Link(loaded.XdpProgram("xdp_count"), index));
        using FileDescriptor.Hold hold = first.Use();
        // Held above: closing waits for that, as it would for a forked process that has a copy.
        LinkCommands.Detach(first);
        Assert.DoesNotContain("xdp", pair.Near.Ip($"link show {VethPair.NearInterface}"));
    }

    [Fact]
    public async Task Links_are_disposed_from_any_thread_outside_of_the_namespace()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Objects());
        TcLink link = pair.Near.Run(() => loaded.TcProgram("tc_count").Attach(
            VethPair.NearInterface, TcDirection.Ingress, new TcAttachOptions { Hook = TcHook.Clsact }));
        await Task.Run(link.Dispose);
        Assert.DoesNotContain("clsact", pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}"));
    }

    private static FileDescriptor Link(LoadedXdpProgram program, int index)
    {
        using FileDescriptor.Hold hold = program.Program.Descriptor.Use();
        var attribute = new LinkCreateAttribute { ProgramFd = hold.Fd, TargetInterface = index, AttachType = AttachType.Xdp };
        int result = BpfSystemCall.Invoke(BpfCommand.LinkCreate, ref attribute);
        Assert.True(result > 0, $"link: {result}");
        return new FileDescriptor(result);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AttachAndForget(VethPair pair)
    {
        var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop));
        return new WeakReference(pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface)));
    }

    private static void Cycle()
    {
        using var loaded = new LoadedTestObject(Objects());
        loaded.Views.Global<ulong>(Handmade.Counter).Value = 1;
        loaded.XdpProgram("xdp_count").Run(new byte[60]);
        loaded.Views.RingBuffer<ulong>("Ring").TryRead(out _);
    }

    private static int CountDescriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static BpfObject Objects()
    {
        BpfObject source = Handmade.CountingObject("xdp", (int)XdpAction.Pass, "xdp_count");
        Handmade.AddProgram(source, "tc_count", "tc", [Mov64Imm(0, 0), Exit()]);
        source.Maps.Add(Handmade.Map("Things", 1, 4, 4, 16));
        source.Maps.Add(Handmade.Map("Ring", 27, 0, 0, 4096));
        return source;
    }
}
