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

    /// <summary>Alignments and digits, of numbers with a sign and without, shorter and longer than what is asked for.</summary>
    [XdpProgram]
    public static XdpAction Widths(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        short narrow = (short)o.A;
        Bpf.Trace($"bpfsharp-{Run.Value} [{narrow,8}] [{narrow,-8}] [{o.A,24}] [{o.A,-24}] [{(byte)o.B,2}] [{(ulong)o.B,-3}]");
        Bpf.Trace($"bpfsharp-{Run.Value} [{narrow,8:x}] [{narrow,-8:X}] [{narrow:x8}] [{narrow:X2}] [{o.B:X16}] [{(uint)o.B:x12}]");
        Bpf.Trace($"bpfsharp-{Run.Value} [{(byte)o.A:D3}] [{(ulong)o.A:D24}] [{(ushort)o.B:d1}] [{(uint)o.B:D0}] [{(byte)o.A,3:D4}] [{narrow,-5:G}]");
        Bpf.Trace($"bpfsharp-{Run.Value} [{narrow:D8}] [{(int)o.A:D12}] [{o.B:D20}] [{(sbyte)o.B:D2}] {(int)o.B:D3}{nameof(Run),8}{nameof(Run),-5}");
        return XdpAction.Pass;
    }

    /// <summary>IPv6 addresses of all shapes: the groups that are zeros come from the packet.</summary>
    [XdpProgram]
    public static XdpAction Addresses(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Ipv6Address full = Ipv6Address.FromWords((uint)o.A, (uint)(o.A >> 32), (uint)o.B, (uint)(o.B >> 32));
        Ipv6Address holes = Ipv6Address.FromWords((uint)(o.A & Mask(o.B)), (uint)((o.A >> 32) & Mask(o.B >> 8)), (uint)(o.B & Mask(o.A)), (uint)((o.B >> 32) & Mask(o.A >> 8)));
        Bpf.Trace($"bpfsharp-{Run.Value} {full} -> {holes}");
        Bpf.Trace($"bpfsharp-{Run.Value} [{holes,46}] [{holes,-46}]: {Ipv6Address.Loopback}");
        Ipv6Address mapped = Ipv6Address.FromWords(0, 0, (uint)(o.A & 1) * 0xffff, (uint)o.B);
        for (int i = 0; i < 2; i++)
            Bpf.Trace($"bpfsharp-{Run.Value} {i} {mapped}, {Ipv6Address.FromWords((uint)o.A & 0xffff0000, 0, 0x5efe, (uint)o.B)}");
        return XdpAction.Pass;
    }

    // Leaves some of the two groups of a word. Without branches: what they leave behind would be another way each.
    private static long Mask(long bits) => ((bits & 1) * 0xffff) | (((bits >> 1) & 1) * 0xf) | (((bits >> 3) & 1) * 0xffff_0000L);
}
