namespace BpfSharp.Compiler.Ir;

/// <summary>What an instruction does. Operands, results and effects of each are declared in <see cref="IrOpTable"/>; docs/ir.md tells the meaning.</summary>
public enum IrOp
{
    // Integers. Operands and result have one type, i32 or i64.
    Add,
    Sub,
    Mul,
    DivS,
    DivU,
    RemS,
    RemU,
    And,
    Or,
    Xor,
    Shl,
    ShrS,
    ShrU,
    Neg,
    Not,

    // Comparisons of two values of one type; the result is i32 0 or 1.
    Eq,
    Ne,
    LtS,
    LeS,
    LtU,
    LeU,

    // Conversions.
    ExtI8,
    ExtU8,
    ExtI16,
    ExtU16,
    SExt,
    ZExt,
    Trunc,
    Bswap16,
    Bswap32,
    Bswap64,

    // Memory.
    Slot,
    Load,
    Store,
    Copy,
    Zero,
    Field,
    Elem,
    PtrAdd,
    PtrDiff,
    SizeOf,
    TypeIs,
    Atomic,

    // The world outside.
    CtxLoad,
    CtxStore,
    CtxIs,
    PktFits,
    PktHas,
    PktPull,
    PktKept,
    MapAddr,
    GlobalAddr,
    Call,
    CallConstrained,
    CallSubprogram,
    FuncAddr,
    Captured,
    CallbackStatus,
    Opaque,
    Helper,
    Guard,
    LoopLimit,
    Caught,
    FaultSite,

    // Terminators.
    Br,
    BrIf,
    Switch,
    Ret,
    Fault,
    Try,
    Resume,
    Unreachable,
}
