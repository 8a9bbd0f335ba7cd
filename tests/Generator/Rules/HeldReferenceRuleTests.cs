using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Rules;

/// <summary>What is reserved is released on every way: the diagnostic stands at the acquiring call, and names where the way ends.</summary>
public sealed class HeldReferenceRuleTests
{
    [Theory]
    // A way without a release: the second span is where the program ends.
    [InlineData("BPF3040", "var r = [|Events.Reserve()|]; if (r.IsAbsent) return XdpAction.Pass; r.Record = 1; [|return XdpAction.Drop;|]")]
    [InlineData("BPF3040", "var r = [|Events.Reserve()|]; if (r.IsAbsent) return XdpAction.Pass; r.Record = [|100 / ctx.Length|]; r.Submit(); return XdpAction.Drop;")]
    [InlineData("BPF3042", "using var r = Events.Reserve(); if (r.IsAbsent) return XdpAction.Pass; ref long e = ref r.Record; [|r.Submit()|]; [|e = 1|]; return XdpAction.Drop;")]
    public async Task Broken(string id, string body)
    {
        Marked source = Source(body);
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text));
        Diagnostic diagnostic = Assert.Single(diagnostics, d => d.Id == id);
        bool isFirst = id != "BPF3042";
        Assert.Equal(source.Spans[isFirst ? 0 : 1], diagnostic.Location.SourceSpan);
        Assert.True(source.Spans[isFirst ? 1 : 0].Contains(Assert.Single(diagnostic.AdditionalLocations).SourceSpan));
    }

    [Theory]
    [InlineData("using var r = Events.Reserve(); if (r.IsAbsent) return XdpAction.Pass; r.Record = 100 / ctx.Length; return XdpAction.Drop;")]
    [InlineData("using var r = Events.Reserve(); r.Record = 3; if (ctx.Length > 60) r.Submit(); return XdpAction.Drop;")]
    [InlineData("var r = Events.Reserve(); r.Submit(); return XdpAction.Drop;")]
    public async Task Right(string body) => Assert.Empty(await AnalyzerRun.RunAsync(TestCompilation.Of(Source(body).Text)));

    [Theory]
    [InlineData("BPF3043", "ref Account a = ref Accounts[0]; using ([|a.Lock.Enter()|]) a.Sum = (long)[|Bpf.KtimeNs()|]; return XdpAction.Drop;")]
    [InlineData("BPF3044", "[|_ = 0|]; [|Accounts[0] = Accounts[1]|]; return XdpAction.Drop;")]
    [InlineData("BPF3045", "[|_ = 0|]; Account own = default; using ([|own.Lock.Enter()|]) own.Sum++; return (XdpAction)own.Sum;")]
    public async Task Broken_locks(string id, string body)
    {
        Marked source = Source(body);
        Diagnostic diagnostic = Assert.Single(await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text)), d => d.Id == id);
        Assert.True(source.Spans[1].Contains(diagnostic.Location.SourceSpan));
        if (id == "BPF3043")
            Assert.Equal(source.Spans[0], Assert.Single(diagnostic.AdditionalLocations).SourceSpan);
    }

    [Theory]
    [InlineData("6.1", "a", true)]
    [InlineData("6.2", "a", false)]
    [InlineData("6.1", "found.Value", false)]
    public async Task Lock_of_an_entry_that_a_callback_was_given(string target, string entry, bool isRefused)
    {
        Marked source = Source($"Accounts.ForEach((in uint key, ref Account a) => {{ if (!Accounts.TryGetRef(key, out Ref<Account> found)) return; ref Account locked = ref {entry}; using ([|locked.Lock.Enter()|]) locked.Sum++; }}); return XdpAction.Drop;");
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text), ("BpfTargetKernel", target));
        Assert.Equal(isRefused ? [("BPF3090", source.Spans[0])] : [], diagnostics.Select(static d => (d.Id, d.Location.SourceSpan)));
    }

    // A dynptr stays where it was made, is open on every way to its use, and its slices end where the packet is moved.
    [Theory]
    [InlineData("BPF3091", "PacketView view = default; [|view.TryRead(0, out uint word)|]; return (TcAction)word;")]
    [InlineData("BPF3091", "PacketView view = default; if (ctx.Length > 70) ctx.OpenView(out view); [|view.TryRead(0, out uint word)|]; return (TcAction)word;")]
    [InlineData("BPF3092", "ctx.OpenView(out PacketView view); [|PacketView copy = view|]; copy.TryRead(0, out uint word); return (TcAction)word;")]
    [InlineData("BPF3011", "ctx.OpenView(out PacketView view); uint own = 0; ref readonly uint slice = ref view.Slice(0, ref own); view.TryWrite(4, 7u); return (TcAction)[|slice|];")]
    [InlineData("BPF3093", "ctx.OpenView(out PacketView view); uint own = 0; ref readonly uint slice = ref view.Slice(0, ref own); byte b = ctx.Packet.Header<byte>(70); return (TcAction)([|slice|] + b);")]
    [InlineData("", "for (int i = 0; i < 4; i++) { using var r = Events.Reserve(1, 4, out RingBufferRoom room); if (!r.IsAbsent) { r.TryWrite(0, i); r.Submit(); } } return TcAction.Ok;")]
    [InlineData("BPF3094", "ref byte b = ref ctx.Packet.Header<byte>(0); using var r = Events.Reserve(); if (r.IsAbsent) return TcAction.Ok; try { r.Record = [|ctx.Packet.Header<byte>(900)|]; } finally { b = 1; } return TcAction.Ok;")]
    [InlineData("", "using var r = Events.Reserve(); if (r.IsAbsent) return TcAction.Ok; try { r.Record = ctx.Packet.Header<byte>(900); } finally { if (ctx.Packet.TryHeader(0, out Ref<byte> b)) b.Value = 1; } return TcAction.Ok;")]
    [InlineData("", "ref byte b = ref ctx.Packet.Header<byte>(0); try { b += ctx.Packet.Header<byte>(900); } finally { b = 1; } using var r = Events.Reserve(); if (!r.IsAbsent) r.Record = ctx.Packet.Header<byte>(901) + b; return TcAction.Ok;")]
    [InlineData("BPF3040", "var r = [|Events.Reserve(1, 4, out RingBufferRoom room)|]; if (ctx.Length > 70) r.Submit(); return TcAction.Ok;")]
    [InlineData("", "ctx.OpenView(out PacketView view); byte b = ctx.Packet.Header<byte>(70); uint own = 0; ref readonly uint slice = ref view.Slice(0, ref own); view.Clone(out PacketView other); other.Narrow(2, 9); return (TcAction)(slice + b);")]
    [InlineData("", "using var r = Events.Reserve(1, 4, out RingBufferRoom room); if (!r.IsAbsent) r.TryWrite(0, (uint)(100 / ctx.Length)); if (ctx.Length > 70) r.Submit(); return TcAction.Ok;")]
    public async Task Dynptrs(string id, string body)
    {
        Marked source = Marked.Parse(Samples.Class($"static readonly RingBufferMap<long> Events = new(byteSize: 4096); [TcProgram] public static TcAction Look(TcContext ctx) {{ {body} }}"));
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text), ("BpfTargetKernel", "6.6"));
        Assert.Equal(id.Length == 0 ? [] : new[] { id }, diagnostics.Select(static d => d.Id));
        if (id.Length != 0)
            Assert.True(source.Spans[0].Contains(diagnostics[0].Location.SourceSpan) || diagnostics[0].Location.SourceSpan.Contains(source.Spans[0]), diagnostics[0].ToString());
    }

    [Theory]
    [InlineData("static readonly PerCpuArrayMap<[|Account|]> Wrong = new(maxEntries: 1);", true)]
    [InlineData("public struct Two { public BpfSpinLock A; public BpfSpinLock B; } static readonly ArrayMap<[|Two|]> Wrong = new(maxEntries: 1);", true)]
    [InlineData("public struct Around { public Account Inner; } static readonly ArrayMap<[|Around|]> Wrong = new(maxEntries: 1);", true)]
    [InlineData("static readonly HashMap<uint, [|Account|]> Good = new(maxEntries: 1);", false)]
    public async Task Lock_in_a_map(string member, bool isRefused)
    {
        Marked source = Marked.Parse(Samples.Class("public struct Account { public BpfSpinLock Lock; public long Sum; } " + member));
        ImmutableArray<Diagnostic> diagnostics = await AnalyzerRun.RunAsync(TestCompilation.Of(source.Text));
        Assert.Equal(isRefused ? [source.Spans[0]] : [], diagnostics.Where(static d => d.Id == "BPF1050").Select(static d => d.Location.SourceSpan));
    }

    private static Marked Source(string body) => Marked.Parse(Samples.Class(
        $"public struct Account {{ public BpfSpinLock Lock; public long Sum; }} static readonly ArrayMap<Account> Accounts = new(maxEntries: 4); static readonly RingBufferMap<long> Events = new(byteSize: 4096); [XdpProgram] public static XdpAction Filter(XdpContext ctx) {{ {body} }}"));
}
