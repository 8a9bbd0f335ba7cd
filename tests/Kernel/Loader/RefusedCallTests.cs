using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;
using BpfSharp.Views;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Each system call of a whole life (load, pin, attach, read, replace, dispose) is refused in turn: the answer is a clear exception or another try, and nothing is left.</summary>
[Collection(AloneCollection.Name)]
public sealed class RefusedCallTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static TheoryData<int> Errors => [Errno.EPERM, Errno.EBUSY, Errno.ENOMEM, Errno.EAGAIN, Errno.EINTR, Errno.ENOSPC];

    [Theory]
    [MemberData(nameof(Errors))]
    public void Each_call_once(int errno)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        List<string> calls = Record(pair);
        Assert.InRange(calls.Count, 60, 500);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        int refused = 0;
        for (int i = 0; i < calls.Count; i++)
        {
            // A call site that loops is one site: its first three rounds stand for the rest.
            int times = seen[calls[i]] = seen.GetValueOrDefault(calls[i]) + 1;
            if (times > 3)
                continue;
            int at = i;
            int count = 0;
            refused += Attempt(pair, $"{Errno.Name(errno)} at call {at}, {calls[i]}", _ => count++ == at ? errno : 0) ? 1 : 0;
        }
        // A signal is no refusal, nor is "try again" to the verifier; most others are.
        Assert.InRange(refused, errno is Errno.EINTR or Errno.EAGAIN ? 1 : 20, calls.Count);
    }

    [Theory]
    [MemberData(nameof(Errors))]
    public void Each_kind_of_call_for_ever(int errno)
    {
        KernelTest.Require();
        using var pair = new VethPair();
        foreach (string call in Record(pair).Distinct(StringComparer.Ordinal))
            Attempt(pair, $"{Errno.Name(errno)} at every {call}", c => c == call ? errno : 0);
    }

    [Fact]
    public void Nothing_grows_over_a_thousand_cycles()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        Live(pair);
        (int descriptors, long memory) before = Count();
        int programs = BpfKernel.ReadPrograms().Count;
        int cycles = int.Parse(Environment.GetEnvironmentVariable("BPFSHARP_CYCLES") ?? "1000", System.Globalization.CultureInfo.InvariantCulture);
        using NetworkNamespace near = NetworkNamespace.Open(pair.Near.Name);
        for (int i = 0; i < cycles; i++)
        {
            using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Ok));
            // TCX waits for a grace period at each change of its programs; a filter does not.
            using TcLink link = near.Run(() => loaded.TcProgram("count").Attach(
                VethPair.NearInterface, TcDirection.Ingress, new() { Hook = i % 10 == 0 ? TcHook.Tcx : TcHook.Clsact }));
            loaded.Views.Global<ulong>(Handmade.Counter).Value = (ulong)i;
        }
        (int descriptors, long memory) after = Count();
        Assert.InRange(after.descriptors, 0, before.descriptors + 3);
        Assert.InRange(after.memory, 0, before.memory + (4 << 20));
        Eventually.True(() => BpfKernel.ReadPrograms().Count <= programs + 2);
    }

    [Fact]
    public void Exhausted_descriptors_are_named_and_cost_nothing_for_good()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        foreach (int free in new[] { 0, 1, 2, 3, 5, 8, 12 })
        {
            int left = free;
            Attempt(pair, $"{free} descriptors", call => Makes(call) && left-- <= 0 ? Errno.EMFILE : 0);
        }
        BpfKernelException e = Assert.ThrowsAny<BpfKernelException>(() =>
        {
            using IDisposable seam = SystemCallSeam.Set(static call => call == "bpf ProgramLoad" ? Errno.EMFILE : 0);
            using var loaded = new LoadedTestObject(Objects());
        });
        Assert.Contains("ulimit -n", e.Message, StringComparison.Ordinal);
    }

    private static bool Makes(string call) =>
        call is "socket" or "perf_event_open" or "bpf MapCreate" or "bpf ProgramLoad" or "bpf BtfLoad" or "bpf LinkCreate" or "bpf ObjectGet" or "bpf ProgramGetFdById";

    // The calls of a life that nothing disturbs.
    private static List<string> Record(VethPair pair)
    {
        var calls = new List<string>();
        using (SystemCallSeam.Set(call =>
        {
            lock (calls)
                calls.Add(call);
            return 0;
        }))
            Live(pair);
        RequireNothingLeft(pair, "an undisturbed life");
        return calls;
    }

    // Whether it ended by an exception.
    private static bool Attempt(VethPair pair, string what, Func<string, int> refusal)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using (SystemCallSeam.Set(refusal))
                    Live(pair);
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        Assert.True(thread.Join(s_patience), $"{what}: it hangs");
        if (failure is not null)
        {
            Assert.True(failure is BpfException, $"{what}: {failure}");
            Assert.True(failure.Message.Length > 20, $"{what}: '{failure.Message}' says too little");
        }
        RequireNothingLeft(pair, what);
        return failure is not null;
    }

    private static void Live(VethPair pair)
    {
        string pin = $"/sys/fs/bpf/bpfsharp-life-{Environment.ProcessId}";
        try
        {
            var unloaded = new BpfUnloadedObject(Objects(), "Tests.Life");
            unloaded.SetMap("Pinned", new MapOptions { PinPath = pin });
            using var loaded = new LoadedTestObject(unloaded);
            using NetworkNamespace near = NetworkNamespace.Open(pair.Near.Name);
            Use(loaded);
            XdpLink xdp = near.Run(() => loaded.XdpProgram("xdp_count").Attach(VethPair.NearInterface, XdpMode.Generic));
            TcLink filter = near.Run(() => loaded.TcProgram("tc_count").Attach(VethPair.NearInterface, TcDirection.Ingress, new() { Hook = TcHook.Clsact }));
            xdp.Replace(loaded.XdpProgram("xdp_other"));
            filter.Replace(loaded.TcProgram("tc_other"));
            near.Run(() => BpfHooks.QueryTc(VethPair.NearInterface, TcDirection.Ingress));
            xdp.Dispose();
            var chain = new XdpChainOptions { Kind = XdpChainKind.TailCalls, Mode = XdpMode.Generic };
            near.Run(() => loaded.XdpProgram("xdp_count").AttachToChain(VethPair.NearInterface, chain));
            near.Run(() => loaded.XdpProgram("xdp_other").AttachToChain(VethPair.NearInterface, chain with { Priority = 10 })).Dispose();
            near.Run(() => BpfHooks.QueryXdpChain(VethPair.NearInterface));
        }
        finally
        {
            File.Delete(pin);
        }
    }

    private static void Use(LoadedTestObject loaded)
    {
        IHashMapView<uint, uint> things = loaded.Views.Hash<uint, uint>("Things");
        things[1] = 2;
        things.Set([5, 6, 7], [1, 2, 3]);
        Assert.Equal(4, things.CountEntries());
        things.Remove([5, 6]);
        things.Remove(1u);
        Assert.Equal(3u, things[7]);
        IPerCpuArrayMapView<ulong> counts = loaded.Views.PerCpuArray<ulong>("Counts");
        counts[0] = new ulong[counts.CpuCount];
        counts.Write(1, new ulong[2 * counts.CpuCount]);
        counts.Read(0, new ulong[3 * counts.CpuCount]);
        loaded.Views.Global<ulong>(Handmade.Counter).Value = 1;
        loaded.XdpProgram("xdp_count").Run(new byte[60]);
        loaded.XdpProgram("xdp_count").Run(new byte[60], new XdpRunContext());
        loaded.TcProgram("tc_count").Run(new byte[60], new TcRunContext { Mark = 1 });
        loaded.Views.RingBuffer<ulong>("Ring").TryRead(out _);
        loaded.XdpProgram("xdp_count").ReadStatistics();
        _ = loaded.ReadFaults();
    }

    private static void RequireNothingLeft(VethPair pair, string what)
    {
        string shown = pair.Near.Ip($"link show {VethPair.NearInterface}") + pair.Near.Tc($"qdisc show dev {VethPair.NearInterface}");
        // A removal that was refused leaves what it was to remove, and says so: the namespace is cleaned for the next round.
        if (shown.Contains("clsact", StringComparison.Ordinal))
            pair.Near.Tc($"qdisc del dev {VethPair.NearInterface} clsact");
        Assert.False(shown.Contains("xdp", StringComparison.Ordinal), $"{what}: {shown}");
        Eventually.True(static () => Held() == 0, () => $"{what}: {Held()} descriptors of BPF are left");
    }

    private static int Held()
    {
        int held = 0;
        foreach (string descriptor in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            if (new FileInfo(descriptor).LinkTarget is { } target && (target.StartsWith("anon_inode:bpf", StringComparison.Ordinal) || target == "anon_inode:btf"))
                held++;
        }
        return held;
    }

    private static (int Descriptors, long Memory) Count()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return (Directory.GetFileSystemEntries("/proc/self/fd").Length, GC.GetTotalMemory(forceFullCollection: true));
    }

    private static BpfObject Objects()
    {
        BpfObject source = Handmade.CountingObject("xdp", (int)XdpAction.Pass, "xdp_count");
        Handmade.AddProgram(source, "xdp_other", "xdp", [Mov64Imm(0, (int)XdpAction.Pass), Exit()]);
        Handmade.AddProgram(source, "tc_count", "tc", [Mov64Imm(0, 0), Exit()]);
        Handmade.AddProgram(source, "tc_other", "tc", [Mov64Imm(0, 0), Exit()]);
        source.Maps.Add(Handmade.Map("Things", 1, 4, 4, 16));
        source.Maps.Add(Handmade.Map("Pinned", 1, 4, 4, 16));
        source.Maps.Add(Handmade.Map("Counts", 6, 4, 8, 4));
        source.Maps.Add(Handmade.Map("Ring", 27, 0, 0, 4096));
        return source;
    }
}
