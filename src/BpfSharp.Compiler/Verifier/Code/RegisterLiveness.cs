using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Code;

/// <summary>Which registers may be read before they are written (<c>compute_live_registers</c>); within one function.</summary>
internal static class RegisterLiveness
{
    private const ushort CallerSaved = 0x3f;
    private const ushort Arguments = 0x3e;

    public static void Run(CodeGraph code)
    {
        int length = code.Code.Length;
        var uses = new ushort[length];
        var definitions = new ushort[length];
        for (int slot = 0; slot < length; slot++)
            (uses[slot], definitions[slot]) = Effects(code, slot);
        ushort[] live = code.LiveRegisters;
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (int[] order in code.Postorders)
            {
                foreach (int slot in order)
                {
                    int count = code.Successors(slot, out int first, out int second);
                    int after = (count > 0 ? live[first] : 0) | (count > 1 ? live[second] : 0);
                    var before = (ushort)((after & ~definitions[slot]) | uses[slot]);
                    changed |= before != live[slot];
                    live[slot] = before;
                }
            }
        }
    }

    private static (ushort Uses, ushort Definitions) Effects(CodeGraph code, int slot)
    {
        BpfInstruction i = code.Code[slot];
        var destination = (ushort)(1 << i.Destination);
        var source = (ushort)(1 << i.Source);
        var both = (ushort)(destination | source);
        bool hasSource = (i.Opcode & BpfOpcodes.Register) != 0;
        int operation = i.Opcode & BpfOpcodes.OperationMask;
        switch (i.Opcode & BpfOpcodes.ClassMask)
        {
            case BpfOpcodes.Ld:
                return i.Opcode == BpfOpcodes.LoadImmediate64 ? ((ushort)0, destination) : ((ushort)0xffff, (ushort)0);
            case BpfOpcodes.Ldx:
                return (source, destination);
            case BpfOpcodes.St:
                return (destination, 0);
            case BpfOpcodes.Stx when (i.Opcode & BpfOpcodes.ModeMask) == BpfOpcodes.ModeAtomic:
                return Atomic(i, source, destination);
            case BpfOpcodes.Stx:
                return (both, 0);
            case BpfOpcodes.Alu or BpfOpcodes.Alu64 when operation == BpfOpcodes.Endian:
                return (destination, destination);
            case BpfOpcodes.Alu or BpfOpcodes.Alu64 when operation == (int)BpfAluOp.Move:
                return (hasSource ? source : (ushort)0, destination);
            case BpfOpcodes.Alu or BpfOpcodes.Alu64:
                return (hasSource ? both : destination, destination);
            default:
                return operation switch
                {
                    BpfOpcodes.JumpAlways or BpfOpcodes.JumpConditionally => (0, 0),
                    BpfOpcodes.ExitOperation => (1, 0),
                    BpfOpcodes.CallOperation => (ArgumentsOf(code, slot), CallerSaved),
                    _ => (hasSource ? both : destination, 0),
                };
        }
    }

    private static (ushort Uses, ushort Definitions) Atomic(BpfInstruction i, ushort source, ushort destination)
    {
        var both = (ushort)(source | destination);
        return (BpfAtomicOp)i.Immediate switch
        {
            BpfAtomicOp.CompareExchange => ((ushort)(both | 1), (ushort)1),
            BpfAtomicOp.LoadAcquire => (source, destination),
            BpfAtomicOp.StoreRelease => (both, 0),
            _ => (both, (i.Immediate & (int)BpfAtomicOp.FetchAdd) != 0 ? source : (ushort)0),
        };
    }

    private static ushort ArgumentsOf(CodeGraph code, int slot)
    {
        BpfInstruction call = code.Code[slot];
        int? count = code.Program.KernelFunctions.TryGetValue(slot, out KernelFunction? function) ? function.Prototype.Parameters.Count
            : call.Source != 0 || !code.Program.Helpers.TryGetValue(call.Immediate, out Ir.IrHelper? helper) ? null
            : call.Immediate == KnownHelpers.TimerSetCallback ? KnownHelpers.TimerArguments
            : helper.Arguments.Count;
        return count is { } known ? (ushort)(Arguments & ((2 << known) - 1)) : Arguments;
    }
}
