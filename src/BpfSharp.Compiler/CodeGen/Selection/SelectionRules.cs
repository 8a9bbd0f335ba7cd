using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Emits the code of one IR instruction.</summary>
internal delegate void SelectionRule(Selector selector, IrInstruction instruction);

/// <summary>The rule of each operation that safe IR has.</summary>
internal static class SelectionRules
{
    private static readonly IrOpMap<SelectionRule> s_rules = new()
    {
        [IrOp.Add] = static (s, i) => ArithmeticSelection.Binary(s, i, BpfAluOp.Add, commutes: true),
        [IrOp.Sub] = static (s, i) => ArithmeticSelection.Binary(s, i, BpfAluOp.Sub, commutes: false),
        [IrOp.Mul] = static (s, i) => ArithmeticSelection.Binary(s, i, BpfAluOp.Mul, commutes: true),
        [IrOp.Or] = static (s, i) => ArithmeticSelection.Binary(s, i, BpfAluOp.Or, commutes: true),
        [IrOp.Xor] = static (s, i) => ArithmeticSelection.Binary(s, i, BpfAluOp.Xor, commutes: true),
        [IrOp.And] = ArithmeticSelection.And,
        [IrOp.Shl] = static (s, i) => ArithmeticSelection.Shift(s, i, BpfAluOp.ShiftLeft),
        [IrOp.ShrS] = static (s, i) => ArithmeticSelection.Shift(s, i, BpfAluOp.ShiftRightSigned),
        [IrOp.ShrU] = static (s, i) => ArithmeticSelection.Shift(s, i, BpfAluOp.ShiftRight),
        [IrOp.Neg] = ArithmeticSelection.Negate,
        [IrOp.Not] = ArithmeticSelection.Not,
        [IrOp.DivU] = static (s, i) => ArithmeticSelection.Binary(s, i, BpfAluOp.Div, commutes: false),
        [IrOp.RemU] = static (s, i) => ArithmeticSelection.Binary(s, i, BpfAluOp.Mod, commutes: false),
        [IrOp.DivS] = static (s, i) => DivisionSelection.Signed(s, i, BpfAluOp.SignedDiv, BpfAluOp.Div),
        [IrOp.RemS] = static (s, i) => DivisionSelection.Signed(s, i, BpfAluOp.SignedMod, BpfAluOp.Mod),
        [IrOp.Eq] = CompareSelection.Materialise,
        [IrOp.Ne] = CompareSelection.Materialise,
        [IrOp.LtS] = CompareSelection.Materialise,
        [IrOp.LeS] = CompareSelection.Materialise,
        [IrOp.LtU] = CompareSelection.Materialise,
        [IrOp.LeU] = CompareSelection.Materialise,
        [IrOp.PktFits] = CompareSelection.Materialise,
        [IrOp.ExtI8] = static (s, i) => ConversionSelection.SignExtend(s, i, 8, wide: false),
        [IrOp.ExtI16] = static (s, i) => ConversionSelection.SignExtend(s, i, 16, wide: false),
        [IrOp.SExt] = static (s, i) => ConversionSelection.SignExtend(s, i, 32, wide: true),
        [IrOp.ExtU8] = static (s, i) => ConversionSelection.Mask(s, i, 0xff),
        [IrOp.ExtU16] = static (s, i) => ConversionSelection.Mask(s, i, 0xffff),
        [IrOp.Trunc] = ConversionSelection.Truncate,
        [IrOp.Bswap16] = static (s, i) => ConversionSelection.ByteSwap(s, i, 16),
        [IrOp.Bswap32] = static (s, i) => ConversionSelection.ByteSwap(s, i, 32),
        [IrOp.Bswap64] = static (s, i) => ConversionSelection.ByteSwap(s, i, 64),
        [IrOp.Load] = static (s, i) => MemorySelection.Load(s, i, displacement: 0),
        [IrOp.Store] = static (s, i) => MemorySelection.Store(s, i, displacement: 0),
        [IrOp.CtxLoad] = static (s, i) => MemorySelection.Load(s, i, i.Immediate),
        [IrOp.CtxStore] = static (s, i) => MemorySelection.Store(s, i, i.Immediate),
        [IrOp.Atomic] = AtomicSelection.Select,
        [IrOp.PtrAdd] = PointerSelection.Add,
        [IrOp.PtrDiff] = static (s, i) => ArithmeticSelection.Binary(s, i, BpfAluOp.Sub, commutes: false),
        [IrOp.Helper] = CallSelection.Helper,
        [IrOp.Opaque] = OpaqueSelection.Select,
        [IrOp.Captured] = CallbackSelection.Captured,
        [IrOp.CallbackStatus] = CallbackSelection.Status,
        [IrOp.CallSubprogram] = CallSelection.Subprogram,
        [IrOp.Br] = static (s, i) => s.Jump(i),
        [IrOp.BrIf] = static (s, i) => s.Branch(i),
        [IrOp.Ret] = static (s, i) => s.Return(i),
        [IrOp.Fault] = static (s, i) => s.Fault(i),
        [IrOp.FaultSite] = static (s, i) => s.FaultSite(i),
        [IrOp.Resume] = static (s, i) => s.Resume(i),
        [IrOp.Unreachable] = static (s, i) => s.Unreachable(),
    };

    public static SelectionRule Get(IrOp op) =>
        s_rules[op] ?? throw new System.InvalidOperationException($"{IrOpTable.Get(op).Name} has no code: an earlier pass must lower it");
}
