using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;
using BpfSharp.Compiler.Output;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>
/// Faults of headers at constant places: which of them it was is told by the length that did not fit, the distance from the packet's start to the end that was compared. One
/// subtraction is the number of all such sites, instead of a store and a jump for each.
/// </summary>
internal static class FaultLengths
{
    // Eight bytes a number and processor.
    private const int MaxNumber = 512;

    /// <param name="mayRelease">The program's only function: a number that it no longer tells is nobody's.</param>
    public static void Run(MachineFunction function, List<CompiledFaultSite> sites, bool mayRelease)
    {
        if (function.FaultKey is null)
            return;
        List<Place> places = Places(function);
        MachineBlock? stored = null;
        int counted = MachineRegisters.None;
        while (Best(places, sites, counted) is { } best)
        {
            Place first = best.Places[0];
            MachineBlock number = NewBlock(function, first);
            number.Instructions.Add(Spanned(Make.Alu(BpfAluOp.Sub, wide: true, first.End, first.Start), first));
            if (best.Shift != 0)
                number.Instructions.Add(Spanned(Make.AluImmediate(BpfAluOp.Add, wide: true, first.End, best.Shift), first));
            if (counted != first.End)
            {
                counted = first.End;
                stored = NewBlock(function, first);
                stored.Instructions.Add(Spanned(Make.Store(BpfSize.Word, function.FaultKey, counted), first));
                stored.Taken = first.Block.Taken;
            }

            number.Taken = stored;
            Renumber(function, best, number, sites);
            if (mayRelease && !function.HandsSitesOn)
                Release(function, best, sites);
            places.RemoveAll(p => best.Places.Exists(g => ReferenceEquals(g.Block, p.Block)));
        }
    }

    private static Group? Best(List<Place> places, List<CompiledFaultSite> sites, int counted)
    {
        Group? best = null;
        foreach (IGrouping<(int End, int Start), Place> group in places.GroupBy(static p => (p.End, p.Start)))
        {
            List<Place> distinct = Distinct(group);
            int shift = Shift(distinct, sites);
            // A store and a jump each, against the code of the tail, which the last site would have fallen into.
            int gain = 2 * distinct.Count - 2 - (shift != 0 ? 1 : 0) - (counted != group.Key.End ? 1 : 0);
            if (shift >= 0 && gain > (best?.Gain ?? 0))
                best = new Group(distinct, shift, gain);
        }

        return best;
    }

    // Where a site is all that a block tells, and all ways to it lead from comparisons of the same registers at the same distance.
    private static List<Place> Places(MachineFunction function)
    {
        var places = new List<Place>();
        Dictionary<MachineBlock, List<MachineBlock>>? predecessors = null;
        RegisterOffsets? offsets = null;
        foreach (MachineBlock block in function.Blocks)
        {
            bool isSite = block.Instructions.Count == 1 && block.Terminator.Op == MachineOp.Jump && IsNumber(block.Instructions[0], function);
            if (!isSite)
                continue;
            predecessors ??= BlockGraph.Predecessors(function);
            List<MachineBlock> before = predecessors[block];
            if (before.Count == 0 || !before.TrueForAll(static p => p.Terminator is { Op: MachineOp.Branch, Wide: true }))
                continue;
            offsets ??= new RegisterOffsets(function);
            IEnumerable<(int End, int Start, long Length)> common = Ends(offsets, before[0]);
            foreach (MachineBlock other in before.Skip(1))
                common = common.Intersect(Ends(offsets, other));
            places.AddRange(common.Where(static c => c.Length is > 0 and < MaxNumber).Select(c => new Place(block, c.End, c.Start, c.Length)));
        }

        return places;
    }

    private static IEnumerable<(int End, int Start, long Length)> Ends(RegisterOffsets offsets, MachineBlock block) =>
        offsets.Behind(block, block.Terminator.Destination).Select(b => (block.Terminator.Destination, b.Register, b.Distance));

    private static bool IsNumber(MachineInstruction instruction, MachineFunction function) =>
        instruction.Op == MachineOp.StoreImmediate && ReferenceEquals(instruction.Slot, function.FaultKey);

    // Two sites of one length can't be told apart.
    private static List<Place> Distinct(IEnumerable<Place> places) => places.GroupBy(static p => p.Length).Select(static g => g.First()).ToList();

    // What is added to the lengths to get numbers that nobody has; negative if there is nothing.
    private static int Shift(List<Place> group, List<CompiledFaultSite> sites)
    {
        for (int shift = 0; group.TrueForAll(p => p.Length + shift < MaxNumber); shift++)
        {
            if (group.TrueForAll(p => p.Length + shift >= sites.Count || !sites[(int)p.Length + shift].IsUsed))
                return shift;
        }

        return -1;
    }

    private static void Renumber(MachineFunction function, Group group, MachineBlock number, List<CompiledFaultSite> sites)
    {
        foreach (Place place in group.Places)
        {
            int before = (int)place.Block.Instructions[0].Immediate;
            int id = (int)place.Length + group.Shift;
            while (sites.Count <= id)
                sites.Add(default);
            sites[id] = sites[before];
            foreach (MachineBlock block in function.Blocks)
            {
                block.Taken = ReferenceEquals(block.Taken, place.Block) ? number : block.Taken;
                block.Otherwise = ReferenceEquals(block.Otherwise, place.Block) ? number : block.Otherwise;
            }
        }

        Predecessors.RemoveUnreachable(function);
    }

    private static void Release(MachineFunction function, Group group, List<CompiledFaultSite> sites)
    {
        foreach (Place place in group.Places)
        {
            long before = place.Block.Instructions[0].Immediate;
            bool isTold = function.Blocks.Exists(b => b.Instructions.Exists(i => IsNumber(i, function) && i.Immediate == before));
            if (!isTold)
                sites[(int)before] = default;
        }
    }

    private static MachineBlock NewBlock(MachineFunction function, Place first)
    {
        MachineBlock block = function.NewBlock();
        block.IsCold = true;
        block.Terminator = Spanned(Make.Jump(), first);
        return block;
    }

    private static MachineInstruction Spanned(MachineInstruction instruction, Place first)
    {
        instruction.Span = first.Block.Instructions[0].Span;
        return instruction;
    }

    private readonly record struct Place(MachineBlock Block, int End, int Start, long Length);

    /// <param name="Shift">What is added to the lengths to get the numbers of the sites.</param>
    /// <param name="Gain">Slots.</param>
    private sealed record Group(List<Place> Places, int Shift, int Gain);
}
