using System;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Which registers an instruction uses, and how.</summary>
[Flags]
internal enum MachineTraits
{
    None = 0,
    ReadsDestination = 1,
    WritesDestination = 2,
    ReadsSource = 4,
    WritesSource = 8,
    ReadsOther = 16,
    ReadsR0 = 32,
    WritesR0 = 64,

    /// <summary>Reads the argument registers, loses r1 to r5.</summary>
    Calls = 128,

    /// <summary>Does nothing but write its destination: may go when nobody reads that.</summary>
    Pure = 256,

    /// <summary>Gives the same value wherever it stands and reads no register: may be done again instead of being kept.</summary>
    Rematerialisable = 512,
}

/// <summary>The declared data of every <see cref="MachineOp"/>.</summary>
internal static class MachineOpTable
{
    private const MachineTraits Constant = MachineTraits.WritesDestination | MachineTraits.Pure | MachineTraits.Rematerialisable;
    private const MachineTraits Convert = MachineTraits.WritesDestination | MachineTraits.ReadsSource | MachineTraits.Pure;
    private const MachineTraits Change = MachineTraits.ReadsDestination | MachineTraits.WritesDestination | MachineTraits.Pure;

    private static readonly (MachineOp Op, MachineTraits Traits)[] s_rows =
    {
        (MachineOp.Move, Convert),
        (MachineOp.LoadImmediate, Constant),
        (MachineOp.LoadMap, Constant),
        (MachineOp.LoadData, Constant),
        (MachineOp.LoadFrameAddress, Constant),
        (MachineOp.LoadFrame, Constant),
        (MachineOp.AddFrameOffset, Change),
        (MachineOp.LoadFunction, Constant),
        (MachineOp.Alu, Change | MachineTraits.ReadsSource),
        (MachineOp.AluImmediate, Change),
        (MachineOp.Negate, Change),
        (MachineOp.ByteSwap, Change),
        (MachineOp.ZeroExtend, Convert),
        (MachineOp.SignExtend, Convert),
        (MachineOp.ClearUnless, Change | MachineTraits.ReadsSource | MachineTraits.ReadsOther),
        (MachineOp.ClearUnlessImmediate, Change | MachineTraits.ReadsSource),
        // A load stays even if nobody wants its value: how often shared memory is read is the program's meaning.
        (MachineOp.Load, MachineTraits.WritesDestination | MachineTraits.ReadsSource),
        (MachineOp.LoadSigned, MachineTraits.WritesDestination | MachineTraits.ReadsSource),
        (MachineOp.Store, MachineTraits.ReadsDestination | MachineTraits.ReadsSource),
        (MachineOp.StoreImmediate, MachineTraits.ReadsDestination),
        (MachineOp.Atomic, MachineTraits.ReadsDestination | MachineTraits.ReadsSource),
        (MachineOp.AtomicFetch, MachineTraits.ReadsDestination | MachineTraits.ReadsSource | MachineTraits.WritesSource),
        (MachineOp.AtomicCompareExchange, MachineTraits.ReadsDestination | MachineTraits.ReadsSource | MachineTraits.ReadsR0 | MachineTraits.WritesR0),
        (MachineOp.Call, MachineTraits.Calls | MachineTraits.WritesR0),
        (MachineOp.Rest, MachineTraits.None),
        (MachineOp.Jump, MachineTraits.None),
        (MachineOp.Branch, MachineTraits.ReadsDestination | MachineTraits.ReadsSource),
        (MachineOp.BranchImmediate, MachineTraits.ReadsDestination),
        (MachineOp.Exit, MachineTraits.ReadsR0),
    };

    private static readonly MachineTraits[] s_traits = Index();

    public static MachineTraits Get(MachineOp op) => s_traits[(int)op];

    private static MachineTraits[] Index()
    {
        var traits = new MachineTraits[s_rows.Length];
        for (int i = 0; i < s_rows.Length; i++)
        {
            if ((int)s_rows[i].Op != i)
                throw new InvalidOperationException($"row {i} of the machine operation table is {s_rows[i].Op}");
            traits[i] = s_rows[i].Traits;
        }

        return traits;
    }
}
