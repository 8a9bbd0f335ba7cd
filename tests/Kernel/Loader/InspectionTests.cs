using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Model;
using BpfSharp.Views;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>What can be asked about programs, about the kernel, and about a machine before anything is loaded.</summary>
public sealed class InspectionTests : IDisposable
{
    private const int XdpType = 6;
    private const int TcType = 3;

    private readonly string _directory = $"/sys/fs/bpf/bpfsharp-inspection-{Environment.ProcessId}-{Guid.NewGuid():N}";

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Runs_are_counted_while_asked_for()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        LoadedXdpProgram program = loaded.XdpProgram("count");
        using (RunStatistics.Enable())
        {
            program.Run(new byte[64]);
            program.Run(new byte[64]);
            ProgramStatistics statistics = program.ReadStatistics();
            Assert.Equal(2ul, statistics.RunCount);
            Assert.True(statistics.RunTime > TimeSpan.Zero);
            Assert.True(statistics.VerifiedInstructions >= 6);
        }
    }

    [Fact]
    public void Translated_instructions_name_their_lines()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        TranslatedInstruction[] code = loaded.XdpProgram("count").ReadTranslated().ToArray();
        Assert.Equal(loaded.XdpProgram("count").ReadStatistics().Instructions, code[^1].Slot + 1);
        Assert.Equal("exit", code[^1].Text);
        Assert.Equal(new SourceLine(Handmade.SourceFile, 8, 5, "line 7 of count"), code[^1].Source);
        Assert.Equal("line 0 of count", code[0].Source!.Text);
    }

    [Fact]
    public void Machine_code_names_its_lines()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        JitedCode code = loaded.XdpProgram("count").ReadJited();
        Assert.Equal(loaded.XdpProgram("count").ReadStatistics().JitedBytes, code.Bytes.Length);
        Assert.Equal(code.Bytes.Length, code.Functions.Sum());
        Assert.Equal([1, 3, 4, 5, 7, 8], code.Lines.Select(static l => l.Source.Line));
        Assert.Equal(code.Lines.Select(static l => l.Offset).Order(), code.Lines.Select(static l => l.Offset));
        Assert.All(code.Lines, l => Assert.InRange(l.Offset, 0, code.Bytes.Length - 1));
    }

    [Fact]
    public void Csharp_lines_stand_in_the_dump_of_a_csharp_program()
    {
        KernelTest.Require();
        using ClassifierProgramsObject loaded = ClassifierProgramsLoader.Load();
        SourceLine[] lines = loaded.ByLength.ReadTranslated().Select(static i => i.Source).OfType<SourceLine>().ToArray();
        Assert.All(lines, static l => Assert.EndsWith("ClassifierPrograms.cs", l.File, StringComparison.Ordinal));
        Assert.Contains(lines, static l => l.Text.Contains("s_runs++", StringComparison.Ordinal));
        Assert.Contains(loaded.ByLength.ReadJited().Lines, static l => l.Source.Text.Contains("s_runs++", StringComparison.Ordinal));
    }

    [Fact]
    public void Pinned_link_stays_attached_until_it_is_detached()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        string path = _directory + "/near";
        uint id;
        using (var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop)))
        {
            XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface));
            link.Pin(path);
            Assert.True(link.IsPinned);
            Assert.ThrowsAny<BpfKernelException>(() => link.Pin(path));
            id = link.ProgramId;
        }
        Assert.Equal(0, Traffic.Send(pair, 2));

        using PinnedLink pinned = PinnedLink.Open(path);
        Assert.Equal(id, pinned.ProgramId);
        Assert.NotEqual(0, pinned.InterfaceIndex);
        using (var successor = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass, "successor")))
            pinned.Replace(successor.XdpProgram("successor"));
        Assert.NotEqual(id, pinned.ProgramId);
        Assert.Equal(2, Traffic.Send(pair, 2));
        pinned.Detach();
        Assert.False(File.Exists(path));
        Assert.Empty(pair.Near.Run(() => BpfHooks.QueryXdp(VethPair.NearInterface)));
    }

    [Fact]
    public void Tcx_link_is_pinned_and_a_filter_is_not()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("tc", (int)TcAction.Next));
        using TcLink tcx = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Ingress));
        tcx.Pin(_directory + "/tcx");
        using TcLink filter = pair.Near.Run(() => loaded.TcProgram("count").Attach(VethPair.NearInterface, TcDirection.Egress, new() { Hook = TcHook.Clsact }));
        Assert.Throws<InvalidOperationException>(() => filter.Pin(_directory + "/filter"));
        tcx.Dispose();
        using PinnedLink pinned = PinnedLink.Open(_directory + "/tcx");
        Assert.Equal(tcx.LinkId, pinned.Id);
        pinned.Detach();
    }

    [Fact]
    public void Pinned_program_stays_in_the_kernel_and_is_no_link()
    {
        KernelTest.Require();
        string path = _directory + "/program";
        uint id;
        using (var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Drop)))
        {
            loaded.XdpProgram("count").Pin(path);
            id = loaded.XdpProgram("count").Id;
        }
        Assert.Contains(BpfKernel.ReadPrograms(), p => p.Id == id);
        BpfException e = Assert.ThrowsAny<BpfException>(() => PinnedLink.Open(path));
        Assert.Contains("is no link", e.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<BpfException>(() => PinnedLink.Open(_directory + "/none"));
        File.Delete(path);
        Eventually.True(() => BpfKernel.ReadPrograms().All(p => p.Id != id));
    }

    [Fact]
    public void Everything_in_the_kernel_is_listed()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        BpfObject source = Handmade.CountingObject("xdp", (int)XdpAction.Pass);
        source.Maps.Add(Handmade.Map("Things", 1, 4, 12, 77));
        using var loaded = new LoadedTestObject(source);
        using XdpLink link = pair.Near.Run(() => loaded.XdpProgram("count").Attach(VethPair.NearInterface));
        KernelProgramInfo program = Assert.Single(BpfKernel.ReadPrograms(), p => p.Id == link.ProgramId);
        Assert.Equal(("count", XdpType), (program.Name, program.Type));
        Assert.True(program.Instructions > 0 && program.JitedBytes > 0);
        KernelMapInfo map = Assert.Single(BpfKernel.ReadMaps(), m => m.Id == loaded.MapId("Things"));
        Assert.Equal(new KernelMapInfo(map.Id, "Things", 1, 4, 12, 77, 0), map);
        KernelLinkInfo held = Assert.Single(BpfKernel.ReadLinks(), l => l.ProgramId == link.ProgramId);
        Assert.Equal((6, link.InterfaceIndex), (held.Type, held.InterfaceIndex));
        BpfPermissionException e = Unprivileged.Run(static () => Assert.Throws<BpfPermissionException>(static () => BpfKernel.ReadMaps()));
        Assert.Contains("CAP_SYS_ADMIN", e.MissingCapabilities);
    }

    // A link has its id before it is attached; until then the kernel opens it for nobody (EAGAIN, bpf_link_by_id).
    [Fact]
    public async Task Links_are_listed_while_others_are_made()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        using var end = new CancellationTokenSource();
        Task attaching = Task.Run(() => pair.Near.Run(() =>
        {
            while (!end.IsCancellationRequested)
                loaded.XdpProgram("count").Attach(VethPair.NearInterface).Dispose();
            return 0;
        }), TestContext.Current.CancellationToken);
        try
        {
            int seen = 0;
            Eventually.True(TimeSpan.FromSeconds(30), () =>
            {
                for (int i = 0; i < 500; i++)
                    seen += BpfKernel.ReadLinks().Count(l => l.Type == 6);
                return seen > 0;
            });
        }
        finally
        {
            await end.CancelAsync();
            await attaching;
        }
    }

    [Fact]
    public void Features_are_present_absent_or_unknown()
    {
        KernelTest.Require();
        foreach (int type in new[] { 1, 2, 3, 5, 6, 9, 11, 12, 13, 14, 16, 17, 22, 23, 25, 27, 30, 31 })
            Assert.Equal((type, FeatureState.Present), (type, BpfFeatures.MapType(type)));
        Assert.Equal(FeatureState.Absent, BpfFeatures.MapType(63));
        Assert.Equal(FeatureState.Present, BpfFeatures.ProgramType(XdpType));
        Assert.Equal(FeatureState.Present, BpfFeatures.ProgramType(TcType));
        Assert.Equal(FeatureState.Absent, BpfFeatures.ProgramType(250));
        Assert.Equal(FeatureState.Present, BpfFeatures.Helper(XdpType, 44)); // xdp_adjust_head
        Assert.Equal(FeatureState.Absent, BpfFeatures.Helper(TcType, 44));
        Assert.Equal(FeatureState.Absent, BpfFeatures.Helper(TcType, 9999));
        Assert.Equal(FeatureState.Present, BpfFeatures.Tcx);
        Assert.Equal(FeatureState.Present, BpfFeatures.Batches);
        Assert.Equal(FeatureState.Present, BpfFeatures.Types);
        Assert.Equal(FeatureState.Present, BpfFeatures.XdpFragments);
        // bpftool, tc and the kernel's configuration agree on this machine; elsewhere it is one of the two.
        Assert.NotEqual(FeatureState.Unknown, BpfFeatures.ActBpf);
        Assert.Equal(FeatureState.Unknown, Unprivileged.Run(static () => BpfFeatures.MapType(4)));
    }

    [Fact]
    public void Host_is_checked_as_a_whole()
    {
        KernelTest.Require();
        BpfObject source = Handmade.Constant("xdp", (int)XdpAction.Pass);
        Assert.Empty(new BpfUnloadedObject(source, "Tests.Host").CheckHost().Obstacles);

        source.Maps.Add(Handmade.Map("Future", 60, 4, 4, 1));
        source.Maps.Add(Handmade.Map("Pinned", 1, 4, 4, 1));
        Handmade.AddProgram(source, "caller", "tc", [Call(44), Call(9999), Mov64Imm(0, 0), Exit()]);
        var unloaded = new BpfUnloadedObject(source, "Tests.Host");
        unloaded.SetMap("Pinned", new MapOptions { PinPath = "/tmp/pinned" });
        HostReport report = unloaded.CheckHost();
        Assert.False(report.CanLoad);
        Assert.Equal(
            [HostObstacleKind.KernelPart, HostObstacleKind.FileSystem, HostObstacleKind.KernelPart, HostObstacleKind.KernelPart],
            report.Obstacles.Select(static o => o.Kind));
        string text = report.ToString();
        Assert.Contains("no maps of type 60, which 'Future' want", text, StringComparison.Ordinal);
        Assert.Contains("'/tmp/pinned'", text, StringComparison.Ordinal);
        Assert.Contains("helper 44 to program 'caller'", text, StringComparison.Ordinal);
        Assert.Contains("helper 9999 to program 'caller'", text, StringComparison.Ordinal);

        string lacking = Unprivileged.Run(() => unloaded.CheckHost().ToString());
        Assert.All(new[] { "CAP_BPF", "CAP_NET_ADMIN", "CAP_PERFMON" }, c => Assert.Contains(c, lacking, StringComparison.Ordinal));
    }

    [Fact]
    public void Generated_objects_check_their_host()
    {
        KernelTest.Require();
        ClassifierProgramsUnloaded unloaded = ClassifierProgramsLoader.Open();
        Assert.True(unloaded.CheckHost().CanLoad, unloaded.CheckHost().ToString());
        Assert.False(Unprivileged.Run(() => unloaded.CheckHost().CanLoad));
    }
}
