namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>What the verifier knows of one register or spilled value (<c>struct bpf_reg_state</c>).</summary>
internal struct Register
{
    /// <summary>In an id (<c>BPF_ADD_CONST64</c>): the register is another one of that id plus <see cref="Offset"/>.</summary>
    public const uint IsSum64 = 1u << 31;

    /// <summary>The same, added in 32 bits (<c>BPF_ADD_CONST32</c>).</summary>
    public const uint IsSum32 = 1u << 30;

    public const uint IsSum = IsSum64 | IsSum32;

    /// <summary>In <see cref="Range"/>: the pointer is at the packet's end, or behind.</summary>
    public const int AtEnd = -1;

    /// <summary>In <see cref="Range"/>: the pointer is behind the packet's end.</summary>
    public const int BeyondEnd = -2;

    public RegisterKind Kind;
    public bool MayBeNull;

    /// <summary>Whether states that differ in this number differ; only said of states that are kept.</summary>
    public bool IsPrecise;

    /// <summary>Of a pointer: its constant part. Of a scalar with <see cref="IsSum"/> in its id: the difference.</summary>
    public int Offset;

    /// <summary>Of a packet pointer: bytes from its base that are there. Of memory: its size. Of a function: its number. Of a kernel's object: which structure it is.</summary>
    public int Range;

    /// <summary>Index of the map; 0: none.</summary>
    public int Map;

    /// <summary>Of a packet's slice: the dynptr that it is of. The kernel compares it as it is, not one for one as other ids.</summary>
    public uint Dynptr;

    /// <summary>Of memory: it is not to be written (<c>MEM_RDONLY</c>), which is part of its type.</summary>
    public bool IsReadOnly;

    /// <summary>Frame that a stack pointer leads to.</summary>
    public int Frame;

    /// <summary>Registers with one id hold one number, or lead to one object.</summary>
    public uint Id;

    /// <summary>What is to be released.</summary>
    public uint Reference;

    /// <summary>Known bits of the number, or of a pointer's variable part; so are the bounds.</summary>
    public Tnum Bits;
    public long SMin;
    public long SMax;
    public ulong UMin;
    public ulong UMax;
    public int SMin32;
    public int SMax32;
    public uint UMin32;
    public uint UMax32;

    public readonly bool IsScalar => Kind == RegisterKind.Scalar;

    public readonly bool IsPacket => Kind is RegisterKind.Packet or RegisterKind.PacketMeta;

    public readonly bool IsPacketOrEnd => Kind is RegisterKind.Packet or RegisterKind.PacketMeta or RegisterKind.PacketEnd;

    /// <summary>Memory of the packet, or where a copy of its bytes is (<c>reg_is_dynptr_slice_pkt</c>).</summary>
    public readonly bool IsPacketSlice => Kind == RegisterKind.Memory && Dynptr != 0;

    public readonly bool IsZero => Kind == RegisterKind.Scalar && Bits.IsConstant && Bits.Value == 0;

    /// <summary>Bits that the number needs, taken as unsigned.</summary>
    public readonly int Width => Tnum.Width(UMax);

    public readonly bool IsConstant(bool wide) => Kind == RegisterKind.Scalar && (wide ? Bits.IsConstant : Bits.IsConstant32);

    public void SetUnknown()
    {
        this = default;
        Kind = RegisterKind.Scalar;
        Bits = Tnum.Unknown;
        SetUnbounded();
    }

    /// <summary>As not written.</summary>
    public void SetNone()
    {
        SetUnknown();
        Kind = RegisterKind.None;
    }

    /// <summary>A pointer without an offset.</summary>
    public void SetPointer(RegisterKind kind)
    {
        this = default;
        Kind = kind;
    }

    /// <summary>Keeps the kind and whether it is precise.</summary>
    public void SetKnown(ulong value)
    {
        Offset = 0;
        Range = 0;
        Map = 0;
        Dynptr = 0;
        IsReadOnly = false;
        Id = 0;
        Reference = 0;
        SetKnownNumber(value);
    }

    public void SetKnownNumber(ulong value)
    {
        Bits = Tnum.Constant(value);
        SMin = SMax = (long)value;
        UMin = UMax = value;
        SMin32 = SMax32 = (int)value;
        UMin32 = UMax32 = (uint)value;
    }

    /// <summary>Of the low half alone; bounds of the whole stay (<c>__mark_reg32_known</c>).</summary>
    public void SetKnownLow(int value)
    {
        Bits = Bits.WithLow(Tnum.Constant((uint)value));
        SMin32 = SMax32 = value;
        UMin32 = UMax32 = (uint)value;
    }

    public void SetScalar(ulong value)
    {
        this = default;
        Kind = RegisterKind.Scalar;
        SetKnownNumber(value);
    }

    public void SetUnbounded()
    {
        SetUnbounded64();
        SetUnbounded32();
    }

    public void SetUnbounded64()
    {
        SMin = long.MinValue;
        SMax = long.MaxValue;
        UMin = 0;
        UMax = ulong.MaxValue;
    }

    public void SetUnbounded32()
    {
        SMin32 = int.MinValue;
        SMax32 = int.MaxValue;
        UMin32 = 0;
        UMax32 = uint.MaxValue;
    }

    /// <summary>Kind, offset, and what the kernel keeps in one place with the range.</summary>
    public static bool SameShape(in Register a, in Register b) =>
        a.Kind == b.Kind && a.MayBeNull == b.MayBeNull && a.Offset == b.Offset && a.Range == b.Range && a.Map == b.Map
        && a.Dynptr == b.Dynptr && a.IsReadOnly == b.IsReadOnly;

    /// <summary>All but ids and precision.</summary>
    public static bool SameValue(in Register a, in Register b) =>
        SameShape(a, b) && a.Bits.Value == b.Bits.Value && a.Bits.Mask == b.Bits.Mask
        && a.SMin == b.SMin && a.SMax == b.SMax && a.UMin == b.UMin && a.UMax == b.UMax
        && a.SMin32 == b.SMin32 && a.SMax32 == b.SMax32 && a.UMin32 == b.UMin32 && a.UMax32 == b.UMax32;

    /// <summary>Whether all that <paramref name="inner"/> can be, <paramref name="outer"/> can be.</summary>
    public static bool Contains(in Register outer, in Register inner) =>
        outer.UMin <= inner.UMin && outer.UMax >= inner.UMax && outer.SMin <= inner.SMin && outer.SMax >= inner.SMax
        && outer.UMin32 <= inner.UMin32 && outer.UMax32 >= inner.UMax32 && outer.SMin32 <= inner.SMin32 && outer.SMax32 >= inner.SMax32
        && outer.Bits.Contains(inner.Bits);
}
