using System.Collections.Generic;

namespace BpfSharp.Objects.Instructions;

/// <summary>The instruction set as a table: every form, its fixed fields, its text and its first kernel.</summary>
public static class BpfInstructionSet
{
    private const BpfFields Dst = BpfFields.Destination;
    private const BpfFields Src = BpfFields.Source;
    private const BpfFields Off = BpfFields.Offset;
    private const BpfFields Imm = BpfFields.Immediate;

    private const string Oldest = "4.4";
    private const string V4 = "6.6";

    private static readonly (BpfAluOp Op, string Name, string Sign, string Since)[] s_arithmetic =
    {
        (BpfAluOp.Add, "add", "+=", Oldest),
        (BpfAluOp.Sub, "sub", "-=", Oldest),
        (BpfAluOp.Mul, "mul", "*=", Oldest),
        (BpfAluOp.Div, "div", "/=", Oldest),
        (BpfAluOp.Or, "or", "|=", Oldest),
        (BpfAluOp.And, "and", "&=", Oldest),
        (BpfAluOp.ShiftLeft, "lsh", "<<=", Oldest),
        (BpfAluOp.ShiftRight, "rsh", ">>=", Oldest),
        (BpfAluOp.Mod, "mod", "%=", Oldest),
        (BpfAluOp.Xor, "xor", "^=", Oldest),
        (BpfAluOp.Move, "mov", "=", Oldest),
        (BpfAluOp.ShiftRightSigned, "arsh", "s>>=", Oldest),
        (BpfAluOp.SignedDiv, "sdiv", "s/=", V4),
        (BpfAluOp.SignedMod, "smod", "s%=", V4),
    };

    private static readonly (BpfCondition Condition, string Name, string Sign, string Since)[] s_conditions =
    {
        (BpfCondition.Equal, "jeq", "==", Oldest),
        (BpfCondition.Greater, "jgt", ">", Oldest),
        (BpfCondition.GreaterOrEqual, "jge", ">=", Oldest),
        (BpfCondition.AnyBitSet, "jset", "&", Oldest),
        (BpfCondition.NotEqual, "jne", "!=", Oldest),
        (BpfCondition.SignedGreater, "jsgt", "s>", Oldest),
        (BpfCondition.SignedGreaterOrEqual, "jsge", "s>=", Oldest),
        (BpfCondition.Less, "jlt", "<", "4.14"),
        (BpfCondition.LessOrEqual, "jle", "<=", "4.14"),
        (BpfCondition.SignedLess, "jslt", "s<", "4.14"),
        (BpfCondition.SignedLessOrEqual, "jsle", "s<=", "4.14"),
    };

    private static readonly (BpfSize Size, string Name)[] s_sizes =
    {
        (BpfSize.Byte, "8"),
        (BpfSize.Half, "16"),
        (BpfSize.Word, "32"),
        (BpfSize.Double, "64"),
    };

    private static readonly (BpfAtomicOp Op, string Name, string Since, string Text)[] s_atomics =
    {
        (BpfAtomicOp.Add, "atomic.add", Oldest, "lock *(u{0} *)({{D}} {{o}}) += {1}"),
        (BpfAtomicOp.Or, "atomic.or", "5.12", "lock *(u{0} *)({{D}} {{o}}) |= {1}"),
        (BpfAtomicOp.And, "atomic.and", "5.12", "lock *(u{0} *)({{D}} {{o}}) &= {1}"),
        (BpfAtomicOp.Xor, "atomic.xor", "5.12", "lock *(u{0} *)({{D}} {{o}}) ^= {1}"),
        (BpfAtomicOp.FetchAdd, "atomic.fetch_add", "5.12", "{1} = atomic_fetch_add((u{0} *)({{D}} {{o}}), {1})"),
        (BpfAtomicOp.FetchOr, "atomic.fetch_or", "5.12", "{1} = atomic_fetch_or((u{0} *)({{D}} {{o}}), {1})"),
        (BpfAtomicOp.FetchAnd, "atomic.fetch_and", "5.12", "{1} = atomic_fetch_and((u{0} *)({{D}} {{o}}), {1})"),
        (BpfAtomicOp.FetchXor, "atomic.fetch_xor", "5.12", "{1} = atomic_fetch_xor((u{0} *)({{D}} {{o}}), {1})"),
        (BpfAtomicOp.Exchange, "atomic.xchg", "5.12", "{1} = xchg{2}_{0}({{D}} {{o}}, {1})"),
        (BpfAtomicOp.CompareExchange, "atomic.cmpxchg", "5.12", "{3} = cmpxchg{2}_{0}({{D}} {{o}}, {3}, {1})"),
    };

    /// <summary>Every form, in a fixed order.</summary>
    public static IReadOnlyList<BpfInstructionForm> Forms { get; } = Build();

    private static readonly BpfInstructionForm[][] s_byOpcode = IndexByOpcode();

    /// <summary>The form of an instruction, or null when no kernel knows it. The second slot of a 64-bit load has none.</summary>
    public static BpfInstructionForm? Find(in BpfInstruction instruction)
    {
        foreach (BpfInstructionForm form in s_byOpcode[instruction.Opcode])
        {
            if (form.Matches(instruction))
                return form;
        }

        return null;
    }

    private static BpfInstructionForm[][] IndexByOpcode()
    {
        var lists = new List<BpfInstructionForm>[256];
        foreach (BpfInstructionForm form in Forms)
            (lists[form.Opcode] ??= new List<BpfInstructionForm>()).Add(form);

        var index = new BpfInstructionForm[256][];
        for (int i = 0; i < index.Length; i++)
            index[i] = lists[i]?.ToArray() ?? System.Array.Empty<BpfInstructionForm>();
        return index;
    }

    private static List<BpfInstructionForm> Build()
    {
        var forms = new List<BpfInstructionForm>();
        AddArithmetic(forms, BpfOpcodes.Alu64, "64", "{D}", "{S}");
        AddArithmetic(forms, BpfOpcodes.Alu, "32", "{d}", "{s}");
        AddByteSwaps(forms);
        AddJumps(forms, BpfOpcodes.Jmp, "64", "{D}", "{S}", Oldest);
        AddJumps(forms, BpfOpcodes.Jmp32, "32", "{d}", "{s}", "5.1");
        AddControl(forms);
        AddMemory(forms);
        AddAtomics(forms);
        AddImmediateLoads(forms);
        return forms;
    }

    private static void AddArithmetic(List<BpfInstructionForm> forms, byte opcodeClass, string width, string dst, string src)
    {
        foreach (var (op, name, sign, since) in s_arithmetic)
        {
            byte opcode = (byte)(opcodeClass | (byte)op);
            short offset = (short)((int)op >> 8);
            forms.Add(new($"{name}{width}.imm", opcode, Dst | Imm, $"{dst} {sign} {{i}}", since, Offset: offset));
            forms.Add(new($"{name}{width}.reg", (byte)(opcode | BpfOpcodes.Register), Dst | Src, $"{dst} {sign} {src}", since, Offset: offset));
        }

        byte move = (byte)(opcodeClass | (byte)BpfAluOp.Move | BpfOpcodes.Register);
        foreach (short bits in width == "64" ? new short[] { 8, 16, 32 } : new short[] { 8, 16 })
            forms.Add(new($"movs{bits}to{width}", move, Dst | Src, $"{dst} = (s{bits}){src}", V4, Offset: bits));
        forms.Add(new($"neg{width}", (byte)(opcodeClass | BpfOpcodes.Neg), Dst, $"{dst} = -{dst}", Oldest));
    }

    private static void AddByteSwaps(List<BpfInstructionForm> forms)
    {
        const byte ToLittle = BpfOpcodes.Alu | BpfOpcodes.Endian;
        const byte ToBig = BpfOpcodes.Alu | BpfOpcodes.Endian | BpfOpcodes.Register;
        const byte Swap = BpfOpcodes.Alu64 | BpfOpcodes.Endian;
        foreach (int bits in new[] { 16, 32, 64 })
        {
            forms.Add(new($"le{bits}", ToLittle, Dst, $"{{D}} = le{bits} {{D}}", Oldest, Immediate: bits));
            forms.Add(new($"be{bits}", ToBig, Dst, $"{{D}} = be{bits} {{D}}", Oldest, Immediate: bits));
            forms.Add(new($"bswap{bits}", Swap, Dst, $"{{D}} = bswap{bits} {{D}}", V4, Immediate: bits));
        }
    }

    private static void AddJumps(List<BpfInstructionForm> forms, byte opcodeClass, string width, string dst, string src, string atLeast)
    {
        foreach (var (condition, name, sign, since) in s_conditions)
        {
            byte opcode = (byte)(opcodeClass | (byte)condition);
            string first = width == "32" ? atLeast : since;
            forms.Add(new($"{name}{width}.imm", opcode, Dst | Imm | Off, $"if {dst} {sign} {{i}} goto {{j}}", first));
            forms.Add(new($"{name}{width}.reg", (byte)(opcode | BpfOpcodes.Register), Dst | Src | Off, $"if {dst} {sign} {src} goto {{j}}", first));
        }
    }

    private static void AddControl(List<BpfInstructionForm> forms)
    {
        forms.Add(new("ja", BpfOpcodes.Goto, Off, "goto {j}", Oldest));
        forms.Add(new("gotol", BpfOpcodes.GotoLong, Imm, "gotol {J}", V4));
        forms.Add(new("may_goto", BpfOpcodes.Jmp | BpfOpcodes.JumpConditionally, Off, "may_goto {j}", "6.9"));
        forms.Add(new("call", BpfOpcodes.Call, Imm, "call {i}", Oldest));
        forms.Add(new("call.sub", BpfOpcodes.Call, Imm, "call pc{J}", "4.16", Source: BpfOpcodes.PseudoCall));
        forms.Add(new("call.kfunc", BpfOpcodes.Call, Imm | Off, "call kernel-function {i}", "5.13", Source: BpfOpcodes.PseudoKernelCall));
        forms.Add(new("exit", BpfOpcodes.Exit, BpfFields.None, "exit", Oldest));
    }

    private static void AddMemory(List<BpfInstructionForm> forms)
    {
        foreach (var (size, bits) in s_sizes)
        {
            byte width = (byte)size;
            forms.Add(new($"ldx{bits}", (byte)(BpfOpcodes.Ldx | BpfOpcodes.ModeMemory | width), Dst | Src | Off, $"{{D}} = *(u{bits} *)({{S}} {{o}})", Oldest));
            forms.Add(new($"stx{bits}", (byte)(BpfOpcodes.Stx | BpfOpcodes.ModeMemory | width), Dst | Src | Off, $"*(u{bits} *)({{D}} {{o}}) = {{S}}", Oldest));
            forms.Add(new($"st{bits}", (byte)(BpfOpcodes.St | BpfOpcodes.ModeMemory | width), Dst | Off | Imm, $"*(u{bits} *)({{D}} {{o}}) = {{i}}", Oldest));
            if (size == BpfSize.Double)
                continue;

            forms.Add(new($"ldsx{bits}", (byte)(BpfOpcodes.Ldx | BpfOpcodes.ModeMemorySigned | width), Dst | Src | Off, $"{{D}} = *(s{bits} *)({{S}} {{o}})", V4));
            forms.Add(new($"ldabs{bits}", (byte)(BpfOpcodes.Ld | BpfOpcodes.ModeAbsolute | width), Imm, $"r0 = *(u{bits} *)skb[{{i}}]", Oldest));
            forms.Add(new($"ldind{bits}", (byte)(BpfOpcodes.Ld | BpfOpcodes.ModeIndirect | width), Src | Imm, $"r0 = *(u{bits} *)skb[{{S}} + {{i}}]", Oldest));
        }
    }

    private static void AddAtomics(List<BpfInstructionForm> forms)
    {
        const byte Atomic = BpfOpcodes.Stx | BpfOpcodes.ModeAtomic;
        foreach (var (op, name, since, text) in s_atomics)
        {
            string Text(string bits, string register, string infix, string comparand) =>
                string.Format(System.Globalization.CultureInfo.InvariantCulture, text, bits, register, infix, comparand);

            forms.Add(new($"{name}64", Atomic | (byte)BpfSize.Double, Dst | Src | Off, Text("64", "{S}", "", "r0"), since, Immediate: (int)op));
            forms.Add(new($"{name}32", Atomic | (byte)BpfSize.Word, Dst | Src | Off, Text("32", "{s}", "32", "w0"), since, Immediate: (int)op));
        }

        foreach (var (size, bits) in s_sizes)
        {
            byte opcode = (byte)(Atomic | (byte)size);
            string register(char letter) => size == BpfSize.Double ? $"{{{char.ToUpperInvariant(letter)}}}" : $"{{{letter}}}";
            forms.Add(new($"load_acquire{bits}", opcode, Dst | Src | Off, $"{register('d')} = load_acquire((u{bits} *)({{S}} {{o}}))", "6.15", Immediate: (int)BpfAtomicOp.LoadAcquire));
            forms.Add(new($"store_release{bits}", opcode, Dst | Src | Off, $"store_release((u{bits} *)({{D}} {{o}}), {register('s')})", "6.15", Immediate: (int)BpfAtomicOp.StoreRelease));
        }
    }

    private static void AddImmediateLoads(List<BpfInstructionForm> forms)
    {
        const byte Load = BpfOpcodes.LoadImmediate64;
        forms.Add(new("lddw", Load, Dst | Imm, "{D} = {x} ll", Oldest));
        forms.Add(new("lddw.map", Load, Dst | Imm, "{D} = map[fd:{i}]", Oldest, Source: BpfOpcodes.PseudoMapFd));
        forms.Add(new("lddw.value", Load, Dst | Imm, "{D} = map[fd:{i}][0]{h}", "5.2", Source: BpfOpcodes.PseudoMapValue));
        forms.Add(new("lddw.btf", Load, Dst | Imm, "{D} = btf[id:{i}]", "5.10", Source: BpfOpcodes.PseudoBtfId));
        forms.Add(new("lddw.func", Load, Dst | Imm, "{D} = func[pc{J}]", "5.13", Source: BpfOpcodes.PseudoFunc));
        forms.Add(new("lddw.map_index", Load, Dst | Imm, "{D} = map[idx:{i}]", "5.13", Source: BpfOpcodes.PseudoMapIndex));
        forms.Add(new("lddw.value_index", Load, Dst | Imm, "{D} = map[idx:{i}][0]{h}", "5.13", Source: BpfOpcodes.PseudoMapIndexValue));
    }
}
