using System.Collections.Generic;
using System.Threading.Tasks;
using BpfSharp.Generator.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Generator.Tests.Rules;

/// <summary>What programs may not do with helpers, at its place in C#.</summary>
public sealed class HelperRuleTests
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (int i = 0; i < All.Count; i++)
                data.Add(i, All[i].Id);
            return data;
        }
    }

    private static IReadOnlyList<RuleCase> All { get; } =
    [
        RuleCase.Members("BPF3011", Tc("ref byte b = ref ctx.Packet.Header<byte>(0); ctx.GrowHead(14); [|b = 1|];"), Tc("ctx.GrowHead(14); ref byte b = ref ctx.Packet.Header<byte>(0); b = 1;")),
        RuleCase.Members("BPF3030", Tc("[|ctx.SetTimestamp(5, TimestampClock.Monotonic)|];"), Tc("ctx.Timestamp = 5;")) with { TargetKernel = "5.15" },
        RuleCase.File("BPF3031", Proprietary("[|ctx.CheckMtu(0, out _)|];"), Proprietary("ctx.Pull(0);")),
        RuleCase.Members("BPF3046", "static readonly ArrayMap<TcpSocketInfo> Infos = new(maxEntries: 1); " + Tc("[|Infos[0] = tcp.Info|];", Connection), Tc("ctx.Mark = tcp.Info.SegmentsReceived;", Connection)),
        RuleCase.Members("BPF3040", Tc("SocketReference s = [|ctx.LookupTcpSocket(in tuple)|]; if (!s.IsAbsent) ctx.Mark = s.Socket.Mark;", Tuple), Tc("using SocketReference s = ctx.LookupTcpSocket(in tuple); if (!s.IsAbsent) ctx.Mark = s.Socket.Mark;", Tuple)),
        RuleCase.Members("BPF3042", Tc("SocketReference s = ctx.LookupTcpSocket(in tuple); BpfSocket socket = s.Socket; s.Dispose(); if (!socket.IsAbsent) ctx.Mark = [|socket.Mark|];", Tuple), Tc("SocketReference s = ctx.LookupTcpSocket(in tuple); BpfSocket socket = s.Socket; ctx.Mark = socket.IsAbsent ? 0 : socket.Priority; s.Dispose();", Tuple)),
        RuleCase.Members("BPF3032", Xdp("using SocketReference s = ctx.LookupTcpSocket(in tuple); if (!s.IsAbsent && [|s.Socket.TryGetTcp(out _)|]) return XdpAction.Drop;", Tuple), Xdp("using SocketReference s = ctx.LookupTcpSocket(in tuple); if (!s.IsAbsent) return XdpAction.Drop;", Tuple)),
        RuleCase.Members("BPF3047", Accounts + Tc("[|Plain.Update(1, default(Account), MapUpdate.Lock | MapUpdate.Change)|];"), Accounts + Tc("Locked.Update(1, default(LockedAccount), MapUpdate.Lock | MapUpdate.Change); Plain.Update(1, default(Account), MapUpdate.Change);")),
        RuleCase.Members("BPF3048", Flows + Tc("BpfTimer own = default; [|own.Start(5)|];"), Flows + Tc("Flows[1].Timer.Start(5);")),
        RuleCase.Members("BPF3048", Flows + Tc("[|Flows[1].Timer.Init(Others)|];"), Flows + Tc("Flows[1].Timer.Init(Flows);")),
        RuleCase.Members("BPF3044", Flows + Tc("[|Flows[1] = Others[1]|];"), Flows + Tc("Flows[1].Packets = Others[1].Packets;")),
        RuleCase.Members("BPF3044", Flows + Tc("Flows.ForEach(static (in uint key, ref Flow flow) => [|flow = default|]);"), Flows + Tc("Flows.ForEach(static (in uint key, ref Flow flow) => flow.Packets = 0);")),
        RuleCase.Members("BPF1055", Flows + Tc("long n = ctx.Length; [|Flows[1].Timer.SetCallback((in uint key, ref Flow flow) => flow.Packets = n, Flows)|];"), Flows + Tc("Flows[1].Timer.SetCallback(static (in uint key, ref Flow flow) => flow.Packets = key, Flows);")),
        RuleCase.Members("BPF3030", Flows + Tc("[|Flows[1].Timer.Start(5)|];"), Flows + Tc("Flows[1].Packets++;")) with { TargetKernel = "5.10" },
        RuleCase.Members("BPF3049", Xdp("if ([|ctx.TryGetReceiveTime(out _)|]) return XdpAction.Drop;"), Xdp("if (ctx.TryGetReceiveTime(out _)) return XdpAction.Drop;").Replace("[XdpProgram]", "[XdpProgram(DeviceBound = true)]", System.StringComparison.Ordinal)) with { TargetKernel = "6.3" },
        RuleCase.Members("BPF3040", Tc("for (int i = 0; i < 3; i++) { SocketReference s = [|ctx.LookupTcpSocket(in tuple)|]; if (s.IsAbsent) break; ctx.Mark += s.Socket.Mark; }", Tuple), Tc("for (int i = 0; i < 3; i++) { using SocketReference s = ctx.LookupTcpSocket(in tuple); if (s.IsAbsent) break; ctx.Mark += s.Socket.Mark; }", Tuple)),
        RuleCase.Members("BPF3070", Tc("[|ctx.LoadBytes(0, ctx.Packet.Bytes[..6])|];", "if (ctx.Packet.LinearLength < 6) return TcAction.Ok;"), Tc("System.Span<byte> copy = stackalloc byte[6]; ctx.LoadBytes(0, copy);")),
        RuleCase.Members("BPF3071", Tc("System.Span<byte> copy = stackalloc byte[16]; [|ctx.LoadBytes(0, copy[..(ctx.Length & 15)])|];"), Tc("System.Span<byte> copy = stackalloc byte[16]; int n = ctx.Length & 15; if (n > 0) ctx.LoadBytes(0, copy[..n]);")),
        RuleCase.Members("BPF3073", Tc("if ([|ctx.HardwareTimestamp|] == 0) return TcAction.Shot;"), Tc("if (ctx.Timestamp == 0) return TcAction.Shot;")) with { TargetKernel = "5.15" },
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Broken_code_is_reported_exactly_where_it_is_broken(int index, string id) => await AnalyzerRun.ExpectAsync(id, All[index].Broken, All[index].Properties);

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Right_code_has_no_diagnostic(int index, string id) => await AnalyzerRun.ExpectAsync(id, All[index].Right, All[index].Properties);

    private static string Tc(string statements, string before = "") => $"[TcProgram] public static TcAction Other(TcContext ctx) {{ {before} {statements} return TcAction.Ok; }}";

    private const string Accounts = """
        public struct Account { public long Sum; } public struct LockedAccount { public BpfSpinLock Lock; public long Sum; }
        static readonly HashMap<uint, Account> Plain = new(maxEntries: 1); static readonly HashMap<uint, LockedAccount> Locked = new(maxEntries: 1);
        """;

    private const string Flows = """
        public struct Flow { public BpfTimer Timer; public long Packets; }
        static readonly HashMap<uint, Flow> Flows = new(maxEntries: 4); static readonly HashMap<uint, Flow> Others = new(maxEntries: 4);
        """;

    private const string Tuple = "Ipv4SocketTuple tuple = default;";

    private const string Connection = "if (!ctx.Socket.TryGetTcp(out BpfTcpSocket tcp)) return TcAction.Ok;";

    private static string Xdp(string statements, string before = "") => $"[XdpProgram] public static XdpAction OtherXdp(XdpContext ctx) {{ {before} {statements} return XdpAction.Pass; }}";

    private static string Proprietary(string statements) => $"[BpfLicense(\"Proprietary\")] public static partial class P {{ {Tc(statements)} }}";
}
