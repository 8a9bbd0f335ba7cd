using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// The address of a data section that several blocks load is loaded once, where all ways to them still are one: two slots less for each of the others. Only where
/// registers are enough everywhere, since it then lies in one for longer, over calls maybe.
/// </summary>
internal static class SharedBases
{
    /// <param name="liveness">Of the function as it is.</param>
    /// <returns>True if something has changed.</returns>
    public static bool Run(MachineFunction function, Liveness liveness)
    {
        List<IGrouping<string, Load>> groups = Loads(function, liveness).GroupBy(static l => l.Instruction.Symbol!).Where(static g => g.Count() > 1).ToList();
        if (groups.Count == 0 || !RegisterPressure.Fits(function, liveness))
            return false;
        var dominators = new BlockDominators(function);
        bool changed = false;
        foreach (IGrouping<string, Load> group in groups)
            changed |= Share(function, group.Where(l => dominators.IsReachable(l.Block)).ToList(), dominators);
        return changed;
    }

    // Of registers that hold nothing else, and are read in the block only that loads them.
    private static List<Load> Loads(MachineFunction function, Liveness liveness)
    {
        var loads = new List<Load>();
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                bool isLocal = instruction is { Op: MachineOp.LoadData, Immediate: 0 } && MachineRegisters.IsVirtual(instruction.Destination)
                    && !liveness.LiveOut(block).Contains(instruction.Destination) && !Reads(block.Terminator, instruction.Destination);
                if (isLocal)
                    loads.Add(new Load(block, instruction));
            }
        }

        if (loads.Count < 2)
            return loads;
        Dictionary<int, MachineInstruction> constants = Rematerialisation.Sources(function);
        return loads.FindAll(l => constants.ContainsKey(l.Instruction.Destination));
    }

    private static bool Reads(MachineInstruction terminator, int register) => terminator.Destination == register || terminator.Source == register;

    private static bool Share(MachineFunction function, List<Load> loads, BlockDominators dominators)
    {
        List<Load> likely = loads.FindAll(static l => !l.Block.IsCold);
        if (likely.Count < 2)
            return false;
        MachineBlock place = likely.Select(static l => l.Block).Aggregate(dominators.Common);
        // Not in a loop, of all places, that some of them are not in.
        while (place.LoopDepth > likely.Min(static l => l.Block.LoopDepth))
            place = dominators.Immediate(place);
        loads.RemoveAll(l => !ReferenceEquals(dominators.Common(l.Block, place), place));

        var before = loads.Select(static l => l.Block).Append(place).Distinct().ToDictionary(static b => b, static b => b.Instructions.ToList());
        var names = new Dictionary<int, int>();
        int shared = function.NewRegister();
        foreach (Load load in loads)
            names[load.Instruction.Destination] = shared;
        // By their registers: another section's may have made copies of the instructions.
        int position = place.Instructions.FindIndex(i => i.Op == MachineOp.LoadData && names.ContainsKey(i.Destination));
        MachineInstruction first = (position < 0 ? loads[0].Instruction : place.Instructions[position]).Clone();
        first.Destination = shared;
        foreach (MachineBlock block in before.Keys)
            Rename(block, names);
        place.Instructions.Insert(position < 0 ? place.Instructions.Count : position, first);
        if (RegisterPressure.Fits(function, new Liveness(function)))
            return true;
        foreach (KeyValuePair<MachineBlock, List<MachineInstruction>> block in before)
        {
            block.Key.Instructions.Clear();
            block.Key.Instructions.AddRange(block.Value);
        }

        return false;
    }

    private static void Rename(MachineBlock block, Dictionary<int, int> names)
    {
        var renamed = new List<MachineInstruction>();
        foreach (MachineInstruction instruction in block.Instructions)
        {
            if (instruction.Op == MachineOp.LoadData && names.ContainsKey(instruction.Destination))
                continue;
            MachineInstruction copy = instruction.Clone();
            copy.Destination = names.TryGetValue(copy.Destination, out int destination) ? destination : copy.Destination;
            copy.Source = names.TryGetValue(copy.Source, out int source) ? source : copy.Source;
            copy.Other = names.TryGetValue(copy.Other, out int other) ? other : copy.Other;
            renamed.Add(copy);
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(renamed);
    }

    private readonly record struct Load(MachineBlock Block, MachineInstruction Instruction);
}
