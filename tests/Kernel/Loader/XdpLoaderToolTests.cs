using System;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Chains that <c>xdp-loader</c> (libxdp) and we change in turn.</summary>
public sealed class XdpLoaderToolTests : IDisposable
{
    private readonly string _object = Path.Combine(Path.GetTempPath(), $"bpfsharp-chain-{Guid.NewGuid():N}.o");

    public void Dispose() => File.Delete(_object);

    [Fact]
    public void Tool_shows_and_unloads_our_programs()
    {
        Require();
        using var pair = new VethPair();
        using ChainProgramsObject first = XdpChainTests.Load(XdpAction.Pass), second = XdpChainTests.Load(XdpAction.Pass);
        using XdpChainLink front = XdpChainTests.Add(pair, first.Count, XdpChainKind.Dispatcher, 11, XdpAction.Pass, XdpAction.Tx);
        using XdpChainLink back = XdpChainTests.Add(pair, second.Study, XdpChainKind.Dispatcher, 77);

        string status = XdpLoader(pair, $"status {VethPair.NearInterface}");
        string[] lines = status.Split('\n');
        Assert.Contains(lines, static l => l.Contains("xdp_dispatcher", StringComparison.Ordinal) && l.Contains("native", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("=>", StringComparison.Ordinal) && Words(l).Contains("11") && Words(l).Contains("Count")
            && Words(l).Contains($"{front.ProgramId}") && l.Contains("XDP_PASS", StringComparison.Ordinal) && l.Contains("XDP_TX", StringComparison.Ordinal));
        Assert.Contains(lines, l => Words(l).Contains("77") && Words(l).Contains("Study") && Words(l).Contains($"{back.ProgramId}"));
        Assert.Equal(4, Traffic.Send(pair, 4));

        XdpLoader(pair, $"unload {VethPair.NearInterface} --id {front.ProgramId}");
        Assert.Equal(3, Traffic.Send(pair, 3));
        Assert.Equal((4ul, 7ul), (first.Runs, second.Runs));
        XdpChainState state = pair.Near.Run(static () => BpfHooks.QueryXdpChain(VethPair.NearInterface))!;
        Assert.Equal([back.ProgramId], state.Programs.Select(static p => p.ProgramId));

        // Ours are taken out of whatever the tool has made of the chain.
        front.Dispose();
        back.Dispose();
        Assert.Empty(pair.Near.Run(static () => BpfHooks.QueryXdp(VethPair.NearInterface)));
        Assert.Empty(Directory.GetDirectories("/sys/fs/bpf/xdp", $"dispatch-{back.InterfaceIndex}-*"));
    }

    [Fact]
    public void Ours_stands_beside_a_program_of_the_tool_and_both_count()
    {
        Require();
        Compile();
        using var pair = new VethPair();
        XdpLoader(pair, $"load {VethPair.NearInterface} {_object} --prio 40");
        using ChainProgramsObject before = XdpChainTests.Load(XdpAction.Pass), behind = XdpChainTests.Load(XdpAction.Pass);
        using XdpChainLink front = XdpChainTests.Add(pair, before.Count, XdpChainKind.Dispatcher, 10);
        using XdpChainLink back = XdpChainTests.Add(pair, behind.Study, XdpChainKind.Dispatcher, 60);
        Assert.Equal(6, Traffic.Send(pair, 6));
        Assert.Equal((6ul, 6ul), (before.Runs, behind.Runs));
        XdpChainState state = pair.Near.Run(static () => BpfHooks.QueryXdpChain(VethPair.NearInterface))!;
        Assert.Equal([10u, 40u, 60u], state.Programs.Select(static p => p.Priority));
        Assert.Equal("theirs", state.Programs[1].Name);
        Assert.Equal(6ul, Theirs());

        // The tool adds one more beside ours, and takes its own away again.
        XdpLoader(pair, $"load {VethPair.NearInterface} {_object} --prio 70");
        Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.Equal((8ul, 8ul), (before.Runs, behind.Runs));
        front.Dispose();
        back.Dispose();
        Assert.Equal(1, Traffic.Send(pair, 1));
        Assert.Equal((8ul, 8ul), (before.Runs, behind.Runs));
        Assert.Equal(2, pair.Near.Run(static () => BpfHooks.QueryXdpChain(VethPair.NearInterface))!.Programs.Count);
        XdpLoader(pair, $"unload {VethPair.NearInterface} --all");
        Assert.Empty(pair.Near.Run(static () => BpfHooks.QueryXdp(VethPair.NearInterface)));
    }

    [Fact]
    public void Eleventh_program_is_refused()
    {
        Require();
        using var pair = new VethPair();
        using ChainProgramsObject program = XdpChainTests.Load(XdpAction.Pass);
        for (uint i = 0; i < 10; i++)
            XdpChainTests.Add(pair, program.Count, XdpChainKind.Dispatcher, i);
        Assert.Contains("calls no more", Assert.Throws<BpfException>(() => XdpChainTests.Add(pair, program.Count, XdpChainKind.Dispatcher, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(2, Traffic.Send(pair, 2));
        Assert.Equal(20ul, program.Runs);
    }

    // What the tool's own program has counted: the array of its only .bss.
    private static ulong Theirs()
    {
        KernelMapInfo map = Assert.Single(BpfKernel.ReadMaps(), static m => m.Name.EndsWith(".bss", StringComparison.Ordinal) && m.Name.StartsWith("bpfsharp", StringComparison.Ordinal));
        string dump = Tool.Run("bpftool", $"map dump id {map.Id} -j");
        return ulong.Parse(new string([.. dump[dump.IndexOf("theirs_seen", StringComparison.Ordinal)..].SkipWhile(static c => !char.IsDigit(c)).TakeWhile(char.IsDigit)]),
            System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Compile()
    {
        if (Environment.GetEnvironmentVariable("BPFSHARP_CHAIN_OBJECT") is { Length: > 0 } made)
        {
            File.Copy(made, _object);
            return;
        }
        string source = Path.Combine(AppContext.BaseDirectory, "Loader", "Theirs.c");
        Tool.Run("clang-19", $"-O2 -g -target bpf -I/usr/include/x86_64-linux-gnu -c {source} -o {_object}");
    }

    private static string[] Words(string line) => line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static string XdpLoader(VethPair pair, string arguments) => Tool.Run("nsenter", $"--net=/run/netns/{pair.Near.Name} xdp-loader {arguments}");

    private static void Require()
    {
        XdpChainTests.Require(XdpChainKind.Dispatcher);
        KernelTest.Require("xdp-loader", "bpftool");
    }
}
