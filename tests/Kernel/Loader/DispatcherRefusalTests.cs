using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Each system call of a chain behind a dispatcher is refused in turn: a clear exception, and nothing is left that nobody could take away.</summary>
[Collection(AloneCollection.Name)]
public sealed class DispatcherRefusalTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // One number: an emulated guest, which most machines need for this, takes minutes for it.
    private const int Refusal = Errno.ENOMEM;

    [Fact]
    public void Each_call_once()
    {
        XdpChainTests.Require(XdpChainKind.Dispatcher);
        using var pair = new VethPair();
        using ChainProgramsObject first = XdpChainTests.Load(XdpAction.Pass), second = XdpChainTests.Load(XdpAction.Pass);
        var calls = new List<string>();
        Assert.Null(Live(pair, first, second, call =>
        {
            calls.Add(call);
            return 0;
        }));
        RequireNothingLeft(pair, "an undisturbed life");
        Assert.InRange(calls.Count, 40, 400);
        int refused = 0;
        for (int i = 0; i < calls.Count; i++)
        {
            int count = 0, at = i;
            string what = $"{Errno.Name(Refusal)} at call {at}, {calls[at]}";
            Exception? failure = Live(pair, first, second, _ => count++ == at ? Refusal : 0);
            if (failure is null)
            {
                RequireNothingLeft(pair, what);
                continue;
            }
            refused++;
            Assert.True(failure is BpfException && failure.Message.Length > 20, $"{what}: {failure}");
            // What a removal that was refused leaves is a chain as any other.
            if (pair.Near.Run(static () => BpfHooks.QueryXdpChain(VethPair.NearInterface)) is not null)
                Tool.Run("nsenter", $"--net=/run/netns/{pair.Near.Name} xdp-loader unload {VethPair.NearInterface} --all");
            Tool.Run("nsenter", $"--net=/run/netns/{pair.Near.Name} xdp-loader clean {VethPair.NearInterface}");
            RequireNothingLeft(pair, what);
        }
        Assert.InRange(refused, 20, calls.Count);
    }

    private static Exception? Live(VethPair pair, ChainProgramsObject first, ChainProgramsObject second, Func<string, int> refusal)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => pair.Near.Run(() =>
        {
            using IDisposable seam = SystemCallSeam.Set(refusal);
            var options = new XdpChainOptions { Kind = XdpChainKind.Dispatcher };
            using XdpChainLink one = first.Count.AttachToChain(VethPair.NearInterface, options);
            using XdpChainLink two = second.Study.AttachToChain(VethPair.NearInterface, options with { Priority = 10 });
        })));
        thread.Start();
        Assert.True(thread.Join(s_patience), "it hangs");
        return failure;
    }

    private static void RequireNothingLeft(VethPair pair, string what)
    {
        IReadOnlyList<XdpProgramOnHook> there = pair.Near.Run(static () => BpfHooks.QueryXdp(VethPair.NearInterface));
        Assert.True(there.Count == 0, $"{what}: {there.Count} programs on the interface");
        string[] pins = Directory.GetDirectories("/sys/fs/bpf/xdp", "dispatch-*");
        Assert.True(pins.Length == 0, $"{what}: {string.Join(", ", pins)}");
    }
}
