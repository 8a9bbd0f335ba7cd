using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Lines for the trace pipe; each begins with a word that the test looks for.</summary>
public static partial class TracePrograms
{
    private static readonly LoadConstant<uint> Run = 0;

    [XdpProgram]
    public static XdpAction Lines(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Bpf.Trace($"bpfsharp-{Run.Value} plain 100%");
        Bpf.Trace($"bpfsharp-{Run.Value} {o.A} {(ulong)o.B}");
        Bpf.Trace($"bpfsharp-{Run.Value} {(int)o.A:x} {o.B:x}");
        Bpf.Trace($"bpfsharp-{Run.Value} {(sbyte)o.A} {(sbyte)o.A:x} {(ushort)o.B:X} {(short)o.B} {o.A:X} {(byte)o.B}");
        Bpf.Trace($"bpfsharp-{Run.Value} {Ipv4Address.FromHostOrder((uint)o.A)} sent");
        MacAddress mac = MacAddress.Parse("02:00:5e:00:0a:ff");
        Bpf.Trace($"bpfsharp-{Run.Value} {mac} {nameof(Lines)} {ctx.Length}");
        return XdpAction.Pass;
    }
}
