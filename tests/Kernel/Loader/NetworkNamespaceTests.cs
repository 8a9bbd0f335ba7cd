using System;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class NetworkNamespaceTests
{
    [Fact]
    public async Task Attaches_inside_while_the_caller_stays_outside()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        using NetworkNamespace near = NetworkNamespace.Open(pair.Near.Name);
        Assert.Throws<InterfaceNotFoundException>(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface));
        using (XdpLink link = await near.RunAsync(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface)))
            Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.Empty(near.Run(() => BpfHooks.QueryXdp(VethPair.NearInterface)));
        Assert.Throws<InterfaceNotFoundException>(() => BpfHooks.QueryXdp(VethPair.NearInterface));
    }

    [Fact]
    public async Task Asynchronous_code_comes_back_after_each_await()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using NetworkNamespace near = NetworkNamespace.Open(pair.Near.Name);
        int thread = near.Run(static () => Environment.CurrentManagedThreadId);
        (int before, int after, string name) = await near.RunAsync(async () =>
        {
            int first = Environment.CurrentManagedThreadId;
            await Task.Delay(5);
            await Task.Run(static () => Thread.Sleep(1));
            return (first, Environment.CurrentManagedThreadId, BpfHooks.QueryTc(VethPair.NearInterface, TcDirection.Ingress).Qdisc);
        });
        Assert.Equal((thread, thread, ""), (before, after, name));
        Assert.NotEqual(thread, Environment.CurrentManagedThreadId);
    }

    [Fact]
    public async Task What_is_thrown_inside_is_thrown_outside()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        NetworkNamespace near = NetworkNamespace.Open(pair.Near.Name);
        Assert.Throws<FormatException>(() => near.Run(static () => throw new FormatException()));
        await Assert.ThrowsAsync<FormatException>(() => near.RunAsync(new Func<int>(static () => throw new FormatException())));
        await Assert.ThrowsAsync<FormatException>(() => near.RunAsync<int>(static async () =>
        {
            await Task.Yield();
            throw new FormatException();
        }));
        near.Dispose();
        Assert.Throws<ObjectDisposedException>(() => near.Run(static () => 0));
    }

    [Fact]
    public void Namespace_that_is_not_there_is_named()
    {
        KernelTest.Require();
        BpfException e = Assert.ThrowsAny<BpfException>(static () => NetworkNamespace.Open("bpfsharp-none"));
        Assert.Contains("/run/netns/bpfsharp-none", e.Message, StringComparison.Ordinal);
        using NetworkNamespace own = NetworkNamespace.OfProcess(Environment.ProcessId);
        Assert.NotEmpty(own.Run(static () => BpfHooks.QueryTc("lo", TcDirection.Ingress).Programs.ToString()!));
    }
}
