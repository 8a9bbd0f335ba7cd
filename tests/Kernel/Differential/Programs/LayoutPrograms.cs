using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Structs whose layout was chosen: the packet's bytes are read through them.</summary>
public static partial class LayoutPrograms
{
    [InlineArray(4)]
    public struct Words
    {
        private uint _first;
    }

    [StructLayout(LayoutKind.Explicit)]
    public struct Overlay
    {
        [FieldOffset(0)]
        public long Whole;

        [FieldOffset(0)]
        public int Low;

        [FieldOffset(4)]
        public int High;

        [FieldOffset(3)]
        public ushort Across;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Packed
    {
        public byte Kind;
        public long Value;
        public short Rest;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 2)]
    public struct PackedByTwo
    {
        public byte Kind;
        public int Value;
        public byte Rest;
    }

    public struct Natural
    {
        public byte Kind;
        public long Value;
        public short Rest;
        public Packed Inner;
        public byte Last;
    }

    public unsafe struct Buffer
    {
        public int Length;
        public fixed ushort Items[6];
    }

    [StructLayout(LayoutKind.Sequential, Size = 16)]
    public struct Sized
    {
        public int Value;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction InlineArrays(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Words words = default;
        words[0] = (uint)o.A;
        words[3] = (uint)o.B;
        words[(int)o.A & 3]++;
        Words copy = words;
        copy[0] = 1;
        o.R0 = words[0] + words[1] + words[2] + words[3];
        o.R1 = copy[0];
        ref Words packet = ref ctx.Packet.Header<Words>(14);
        o.R2 = packet[2];
        long sum = 0;
        for (int i = 0; i < 4; i++)
            sum = sum * 3 + words[i];
        o.R3 = sum;
        o.R4 = words[(int)o.B];
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Explicit(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Overlay local = default;
        local.Whole = o.A;
        local.High ^= (int)o.B;
        local.Across++;
        o.R0 = local.Whole;
        o.R1 = local.Low;
        ref Overlay packet = ref ctx.Packet.Header<Overlay>(14);
        o.R2 = packet.Across;
        packet.High = 5;
        o.R3 = o.A;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction PackedFields(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ref Packed packed = ref ctx.Packet.Header<Packed>(14);
        o.R0 = packed.Value;
        packed.Rest = (short)o.B;
        ref PackedByTwo two = ref ctx.Packet.Header<PackedByTwo>(14);
        o.R1 = two.Value + two.Rest;
        ref Natural natural = ref ctx.Packet.Header<Natural>(14);
        o.R2 = natural.Value ^ natural.Rest ^ natural.Inner.Value ^ natural.Last;
        Natural copy = natural;
        copy.Inner.Value = o.B;
        o.R3 = copy.Inner.Value + copy.Value + natural.Inner.Rest;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static unsafe XdpAction Sizes(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = sizeof(Words) + sizeof(Overlay) * 100L + sizeof(Packed) * 10_000L;
        o.R1 = sizeof(PackedByTwo) + sizeof(Natural) * 100L + sizeof(Buffer) * 10_000L + sizeof(Sized) * 1_000_000L;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static unsafe XdpAction FixedBuffers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Buffer buffer = default;
        for (int i = 0; i < 6; i++)
            buffer.Items[i] = (ushort)(o.A >> i);
        buffer.Length = 6;
        Buffer copy = buffer;
        copy.Items[2] = 9;
        o.R0 = buffer.Items[2] + buffer.Items[5] * buffer.Length;
        o.R1 = copy.Items[2];
        return XdpAction.Pass;
    }
}
