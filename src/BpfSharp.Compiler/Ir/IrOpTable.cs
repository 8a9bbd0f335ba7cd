using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

/// <summary>What an instruction may do besides giving a value.</summary>
[Flags]
public enum IrEffects
{
    None = 0,
    ReadsMemory = 1,
    WritesMemory = 2,
    MayFault = 4,
    Terminates = 8,

    /// <summary>Depends on the declaration of the callee or helper.</summary>
    Calls = 16,
}

/// <summary>One row of <see cref="IrOpTable"/>.</summary>
/// <param name="Name">As written in the text form.</param>
/// <param name="Operands">Number of operands, or -1 where it varies.</param>
public readonly record struct IrOpInfo(IrOp Op, string Name, int Operands, IrEffects Effects)
{
    public bool IsTerminator => (Effects & IrEffects.Terminates) != 0;

    /// <summary>No effect and no memory read: may be removed when unused, and merged with an equal one.</summary>
    public bool IsPure => Effects == IrEffects.None;
}

/// <summary>The declared data of every <see cref="IrOp"/>.</summary>
public static class IrOpTable
{
    private static readonly IrOpInfo[] s_rows =
    {
        new(IrOp.Add, "add", 2, IrEffects.None),
        new(IrOp.Sub, "sub", 2, IrEffects.None),
        new(IrOp.Mul, "mul", 2, IrEffects.None),
        new(IrOp.DivS, "div.s", 2, IrEffects.None),
        new(IrOp.DivU, "div.u", 2, IrEffects.None),
        new(IrOp.RemS, "rem.s", 2, IrEffects.None),
        new(IrOp.RemU, "rem.u", 2, IrEffects.None),
        new(IrOp.And, "and", 2, IrEffects.None),
        new(IrOp.Or, "or", 2, IrEffects.None),
        new(IrOp.Xor, "xor", 2, IrEffects.None),
        new(IrOp.Shl, "shl", 2, IrEffects.None),
        new(IrOp.ShrS, "shr.s", 2, IrEffects.None),
        new(IrOp.ShrU, "shr.u", 2, IrEffects.None),
        new(IrOp.Neg, "neg", 1, IrEffects.None),
        new(IrOp.Not, "not", 1, IrEffects.None),
        new(IrOp.Eq, "eq", 2, IrEffects.None),
        new(IrOp.Ne, "ne", 2, IrEffects.None),
        new(IrOp.LtS, "lt.s", 2, IrEffects.None),
        new(IrOp.LeS, "le.s", 2, IrEffects.None),
        new(IrOp.LtU, "lt.u", 2, IrEffects.None),
        new(IrOp.LeU, "le.u", 2, IrEffects.None),
        new(IrOp.ExtI8, "ext.i8", 1, IrEffects.None),
        new(IrOp.ExtU8, "ext.u8", 1, IrEffects.None),
        new(IrOp.ExtI16, "ext.i16", 1, IrEffects.None),
        new(IrOp.ExtU16, "ext.u16", 1, IrEffects.None),
        new(IrOp.SExt, "sext", 1, IrEffects.None),
        new(IrOp.ZExt, "zext", 1, IrEffects.None),
        new(IrOp.Trunc, "trunc", 1, IrEffects.None),
        new(IrOp.Bswap16, "bswap16", 1, IrEffects.None),
        new(IrOp.Bswap32, "bswap32", 1, IrEffects.None),
        new(IrOp.Bswap64, "bswap64", 1, IrEffects.None),
        new(IrOp.Slot, "slot", 0, IrEffects.None),
        new(IrOp.Load, "load", 1, IrEffects.ReadsMemory),
        new(IrOp.Store, "store", 2, IrEffects.WritesMemory),
        new(IrOp.Copy, "copy", 2, IrEffects.ReadsMemory | IrEffects.WritesMemory),
        new(IrOp.Zero, "zero", 1, IrEffects.WritesMemory),
        new(IrOp.Field, "field", 1, IrEffects.None),
        new(IrOp.Elem, "elem", 2, IrEffects.None),
        new(IrOp.PtrAdd, "ptradd", 2, IrEffects.None),
        new(IrOp.PtrDiff, "ptrdiff", 2, IrEffects.None),
        new(IrOp.SizeOf, "sizeof", 0, IrEffects.None),
        new(IrOp.TypeIs, "type.is", 0, IrEffects.None),
        new(IrOp.Atomic, "atomic", -1, IrEffects.ReadsMemory | IrEffects.WritesMemory),
        new(IrOp.CtxLoad, "ctx.load", 1, IrEffects.ReadsMemory),
        new(IrOp.CtxStore, "ctx.store", 2, IrEffects.WritesMemory),
        new(IrOp.CtxIs, "ctx.is", 0, IrEffects.None),
        new(IrOp.PktFits, "pkt.fits", 3, IrEffects.None),
        new(IrOp.PktHas, "pkt.has", 2, IrEffects.ReadsMemory),
        // What the packet consists of stays; only what holds it moves.
        new(IrOp.PktPull, "pkt.pull", 2, IrEffects.WritesMemory),
        new(IrOp.PktKept, "pkt.kept", 1, IrEffects.ReadsMemory),
        new(IrOp.MapAddr, "map.addr", 0, IrEffects.None),
        new(IrOp.GlobalAddr, "global.addr", 0, IrEffects.None),
        new(IrOp.Call, "call", -1, IrEffects.Calls),
        new(IrOp.CallConstrained, "call.constrained", -1, IrEffects.Calls),
        new(IrOp.CallSubprogram, "call.subprogram", -1, IrEffects.Calls),
        new(IrOp.FuncAddr, "func.addr", 0, IrEffects.None),
        new(IrOp.Captured, "captured", 1, IrEffects.None),
        new(IrOp.CallbackStatus, "callback.status", 1, IrEffects.ReadsMemory),
        new(IrOp.Opaque, "opaque", 2, IrEffects.None),
        new(IrOp.Helper, "helper", -1, IrEffects.Calls),
        new(IrOp.Guard, "guard", 1, IrEffects.MayFault),
        new(IrOp.LoopLimit, "loop.limit", 0, IrEffects.MayFault),
        // Means something only where it stands: at the start of a pad.
        new(IrOp.Caught, "caught", 0, IrEffects.ReadsMemory),
        new(IrOp.FaultSite, "fault.site", 0, IrEffects.None),
        new(IrOp.Br, "br", 0, IrEffects.Terminates),
        new(IrOp.BrIf, "brif", 1, IrEffects.Terminates),
        new(IrOp.Switch, "switch", 1, IrEffects.Terminates),
        new(IrOp.Ret, "ret", -1, IrEffects.Terminates),
        new(IrOp.Fault, "fault", 0, IrEffects.Terminates | IrEffects.MayFault),
        new(IrOp.Try, "try", 0, IrEffects.Terminates),
        new(IrOp.Resume, "resume", 1, IrEffects.Terminates | IrEffects.MayFault),
        new(IrOp.Unreachable, "unreachable", 0, IrEffects.Terminates),
    };

    private static readonly Dictionary<string, IrOp> s_byName = Index();

    public static IReadOnlyList<IrOpInfo> Rows => s_rows;

    public static IrOpInfo Get(IrOp op) => s_rows[(int)op];

    public static bool TryParse(string name, out IrOp op) => s_byName.TryGetValue(name, out op);

    private static Dictionary<string, IrOp> Index()
    {
        var index = new Dictionary<string, IrOp>(StringComparer.Ordinal);
        for (int i = 0; i < s_rows.Length; i++)
        {
            if ((int)s_rows[i].Op != i)
                throw new InvalidOperationException($"row {i} of the operation table is {s_rows[i].Op}");
            index.Add(s_rows[i].Name, s_rows[i].Op);
        }

        return index;
    }
}
