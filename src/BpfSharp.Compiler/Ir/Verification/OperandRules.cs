using System;

namespace BpfSharp.Compiler.Ir.Verification;

/// <summary>Which types each operation takes and gives; each rule returns what is wrong, or null.</summary>
internal static class OperandRules
{
    // Of others every operand will do.
    private static readonly IrOpMap<Func<IrInstruction, string?>> s_rules = Build();

    public static string? Check(IrInstruction instruction)
    {
        IrOpInfo info = IrOpTable.Get(instruction.Op);
        if (info.Operands >= 0 && instruction.Operands.Count != info.Operands)
            return $"has {instruction.Operands.Count} operands instead of {info.Operands}";
        return s_rules[instruction.Op]?.Invoke(instruction);
    }

    private static IrOpMap<Func<IrInstruction, string?>> Build()
    {
        var rules = new IrOpMap<Func<IrInstruction, string?>>();
        void Add(Func<IrInstruction, string?> rule, params IrOp[] ops)
        {
            foreach (IrOp op in ops)
                rules[op] = rules[op] is null ? rule : throw new ArgumentException($"{op} has two rules");
        }

        Add(Arithmetic, IrOp.Add, IrOp.Sub, IrOp.Mul, IrOp.DivS, IrOp.DivU, IrOp.RemS, IrOp.RemU, IrOp.And, IrOp.Or, IrOp.Xor, IrOp.Shl, IrOp.ShrS, IrOp.ShrU, IrOp.Neg, IrOp.Not, IrOp.Opaque);
        Add(static i => Compare(i, pointers: true), IrOp.Eq, IrOp.Ne, IrOp.LtU, IrOp.LeU);
        Add(static i => Compare(i, pointers: false), IrOp.LtS, IrOp.LeS);
        Add(static i => Expect(i, IrType.I32, IsInteger(i, 0)), IrOp.ExtI8, IrOp.ExtU8, IrOp.ExtI16, IrOp.ExtU16);
        Add(static i => Expect(i, IrType.I64, Is(i, 0, IrType.I32)), IrOp.SExt, IrOp.ZExt);
        Add(static i => Expect(i, IrType.I32, Is(i, 0, IrType.I64)), IrOp.Trunc);
        Add(static i => Expect(i, IrType.I32, Is(i, 0, IrType.I32)), IrOp.Bswap16, IrOp.Bswap32);
        Add(static i => Expect(i, IrType.I64, Is(i, 0, IrType.I64)), IrOp.Bswap64);
        Add(static i => Expect(i, IrType.Ptr, null), IrOp.Slot, IrOp.MapAddr, IrOp.GlobalAddr, IrOp.FuncAddr);
        Add(static i => i.HasResult ? Is(i, 0, IrType.Ptr) : "gives no value", IrOp.Captured);
        Add(static i => Expect(i, IrType.I32, Is(i, 0, IrType.I64)), IrOp.CallbackStatus, IrOp.PktKept);
        Add(static i => Expect(i, IrType.I32, null), IrOp.Caught, IrOp.FaultSite);
        Add(static i => Expect(i, MemoryType(i), Is(i, 0, IrType.Ptr)), IrOp.Load);
        Add(static i => Expect(i, IrType.Void, Is(i, 0, IrType.Ptr) ?? (MemoryType(i) is { } type ? Is(i, 1, type) : null)), IrOp.Store);
        Add(static i => Expect(i, IrType.Void, Is(i, 0, IrType.Ptr) ?? Is(i, 1, IrType.Ptr)), IrOp.Copy);
        Add(static i => Expect(i, IrType.Void, Is(i, 0, IrType.Ptr)), IrOp.Zero);
        Add(static i => Expect(i, IrType.Ptr, Is(i, 0, IrType.Ptr)), IrOp.Field);
        Add(static i => Expect(i, IrType.Ptr, Is(i, 0, IrType.Ptr) ?? IsInteger(i, 1)), IrOp.Elem);
        Add(static i => Expect(i, IrType.Ptr, Is(i, 0, IrType.Ptr) ?? Is(i, 1, IrType.I64)), IrOp.PtrAdd);
        Add(static i => Expect(i, IrType.I64, Is(i, 0, IrType.Ptr) ?? Is(i, 1, IrType.Ptr)), IrOp.PtrDiff);
        Add(static i => Expect(i, IrType.I32, null), IrOp.SizeOf, IrOp.TypeIs, IrOp.CtxIs);
        Add(Atomic, IrOp.Atomic);
        Add(static i => i.HasResult ? Is(i, 0, IrType.Ptr) : "gives no value", IrOp.CtxLoad);
        Add(static i => Expect(i, IrType.Void, Is(i, 0, IrType.Ptr)), IrOp.CtxStore);
        Add(static i => Expect(i, IrType.I32, Is(i, 0, IrType.Ptr) ?? Is(i, 1, IrType.Ptr) ?? IsInteger(i, 2)), IrOp.PktFits);
        Add(static i => Expect(i, IrType.I32, Is(i, 0, IrType.Ptr) ?? IsInteger(i, 1)), IrOp.PktHas, IrOp.PktPull);
        Add(static i => Expect(i, IrType.Void, Is(i, 0, IrType.I32)), IrOp.Guard);
        Add(static i => Expect(i, IrType.Void, null), IrOp.LoopLimit);
        Add(static i => Targets(i, 1), IrOp.Br);
        Add(static i => Targets(i, 2) ?? Is(i, 0, IrType.I32), IrOp.BrIf);
        Add(static i => Targets(i, i.Cases.Count + 1) ?? IsInteger(i, 0), IrOp.Switch);
        Add(static i => Targets(i, 2), IrOp.Try);
        Add(static i => Targets(i, 0) ?? Is(i, 0, IrType.I32), IrOp.Resume);
        Add(static i => Targets(i, 0), IrOp.Ret, IrOp.Fault, IrOp.Unreachable);
        return rules;
    }

    private static string? Expect(IrInstruction i, IrType? result, string? operands) =>
        operands ?? (result is not null && i.Type != result ? $"gives {i.Type} instead of {result}" : null);

    private static string? Is(IrInstruction i, int operand, IrType type) =>
        i.Operands[operand].Type == type ? null : $"operand {operand} is {i.Operands[operand].Type} instead of {type}";

    private static string? IsInteger(IrInstruction i, int operand) =>
        i.Operands[operand].Type == IrType.I32 || i.Operands[operand].Type == IrType.I64 ? null : $"operand {operand} is {i.Operands[operand].Type}, no integer";

    private static string? Arithmetic(IrInstruction i)
    {
        for (int n = 0; n < i.Operands.Count; n++)
        {
            if (Is(i, n, i.Type) is { } problem)
                return problem;
        }

        return i.Type == IrType.I32 || i.Type == IrType.I64 ? null : $"gives {i.Type}, no integer";
    }

    private static string? Compare(IrInstruction i, bool pointers) =>
        Expect(i, IrType.I32, Is(i, 1, i.Operands[0].Type) ?? (pointers && i.Operands[0].Type == IrType.Ptr ? null : IsInteger(i, 0)));

    // Null where the type is still generic or named.
    private static IrType? MemoryType(IrInstruction i) => i.TypeArgument is { IsPrimitive: true } type ? type.ValueType : null;

    private static string? Atomic(IrInstruction i)
    {
        int count = i.Symbol == "cmpxchg" ? 3 : 2;
        if (i.Operands.Count != count)
            return $"has {i.Operands.Count} operands instead of {count}";
        return Expect(i, MemoryType(i), Is(i, 0, IrType.Ptr));
    }

    private static string? Targets(IrInstruction i, int count) => i.Targets.Count == count ? null : $"has {i.Targets.Count} targets instead of {count}";
}
