using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// Decides which values are in registers at each place, so that there are never more than the machine has: ten, and four across a call. When there are too many, the one
/// goes that is read again last (Belady; on graphs after Braun and Hack). It has been stored where it was written, and is loaded again where it is read.
/// </summary>
internal sealed class PressureReducer
{
    private const int All = MachineRegisters.Allocatable;
    // A value that is read sooner than this is loaded where ways meet, once, rather than where it is read.
    private const int Near = 20;

    private const int MaxRounds = 4;

    private readonly NextUses _nextUses;
    private readonly Dictionary<MachineBlock, List<MachineBlock>> _predecessors;
    private readonly Dictionary<MachineBlock, HashSet<int>> _atStart = new();
    private readonly Dictionary<MachineBlock, HashSet<int>> _atEnd = new();
    private readonly HashSet<(MachineBlock Block, int Register)> _unwanted = new();
    private readonly Dictionary<int, MachineInstruction> _constants;
    private readonly MachineFunction _function;
    private readonly RegisterUses _uses = new();
    private SpillCode _code;

    private PressureReducer(MachineFunction function, List<MachineBlock> postorder)
    {
        _function = function;
        _nextUses = new NextUses(function, postorder);
        _predecessors = BlockGraph.Predecessors(function);
        _constants = Rematerialisation.Sources(function);
        _code = new SpillCode(function, _constants);
    }

    public static void Run(MachineFunction function)
    {
        List<MachineBlock> order = BlockGraph.Postorder(function);
        var pass = new PressureReducer(function, order);
        int round = 0;
        do
            pass.Walk(order);
        while (++round < MaxRounds && pass.RejectLoopReloads(order));
        foreach (MachineBlock block in order)
            pass.Couple(block);
        if (pass._code.Apply())
            RegisterWebs.Run(function);
    }

    private void Walk(List<MachineBlock> postorder)
    {
        _atStart.Clear();
        _atEnd.Clear();
        _code = new SpillCode(_function, _constants);
        for (int i = postorder.Count - 1; i >= 0; i--)
            Walk(postorder[i]);
    }

    // What a loop's head was assumed to get from its own end, but does not: if it isn't read soon either, it had better not be in a register there.
    private bool RejectLoopReloads(List<MachineBlock> order)
    {
        bool any = false;
        foreach (MachineBlock block in order)
        {
            foreach (MachineBlock predecessor in _predecessors[block])
            {
                foreach (int register in _atStart[block])
                {
                    bool isMissing = !_atEnd[predecessor].Contains(register) && _nextUses.AtStart(block)[register] >= Near;
                    any |= isMissing && _unwanted.Add((block, register));
                }
            }
        }

        return any;
    }

    private void Walk(MachineBlock block)
    {
        HashSet<int> inRegisters = AtStart(block);
        _atStart.Add(block, new HashSet<int>(inRegisters));
        var distances = new BlockDistances(block, _nextUses.AtEnd(block));
        int[] fixedRegisters = FixedRegisters(block);
        for (int i = 0; i <= block.Instructions.Count; i++)
        {
            MachineInstruction instruction = i < block.Instructions.Count ? block.Instructions[i] : block.Terminator;
            _uses.Set(instruction);
            for (int r = 0; r < _uses.ReadCount; r++)
            {
                int register = _uses.Read(r);
                if (MachineRegisters.IsVirtual(register) && inRegisters.Add(register))
                    _code.Reload(block, i, register);
            }

            Limit(inRegisters, All - fixedRegisters[i], distances, i, keepRead: true);
            distances.Advance(i);
            inRegisters.RemoveWhere(register => distances.Next(register, i + 1) == BlockDistances.Never);
            if (instruction.Op == MachineOp.Call)
                Limit(inRegisters, RegisterPressure.PreservedByCalls, distances, i + 1, keepRead: false);
            int written = 0;
            for (int w = 0; w < _uses.WriteCount; w++)
            {
                if (MachineRegisters.IsVirtual(_uses.Written(w)) && !inRegisters.Contains(_uses.Written(w)))
                    written++;
            }

            int after = i < block.Instructions.Count ? fixedRegisters[i + 1] : 0;
            Limit(inRegisters, All - after - written, distances, i + 1, keepRead: false);
            for (int w = 0; w < _uses.WriteCount; w++)
            {
                int register = _uses.Written(w);
                if (MachineRegisters.IsVirtual(register) && distances.Next(register, i + 1) != BlockDistances.Never)
                    inRegisters.Add(register);
            }
        }

        _atEnd.Add(block, inRegisters);
    }

    // Machine registers that hold something before each instruction: arguments on their way to a call, its result.
    private int[] FixedRegisters(MachineBlock block)
    {
        var counts = new int[block.Instructions.Count + 1];
        int live = 0;
        for (int i = block.Instructions.Count; i >= 0; i--)
        {
            _uses.Set(i < block.Instructions.Count ? block.Instructions[i] : block.Terminator);
            for (int w = 0; w < _uses.WriteCount; w++)
                live &= MachineRegisters.IsVirtual(_uses.Written(w)) ? ~0 : ~(1 << _uses.Written(w));
            for (int r = 0; r < _uses.ReadCount; r++)
                live |= MachineRegisters.IsVirtual(_uses.Read(r)) ? 0 : 1 << _uses.Read(r);
            for (int bits = live; bits != 0; bits &= bits - 1)
                counts[i]++;
        }

        return counts;
    }

    private void Limit(HashSet<int> inRegisters, int limit, BlockDistances distances, int position, bool keepRead)
    {
        while (inRegisters.Count > limit)
        {
            int worst = MachineRegisters.None;
            double worstDistance = -1;
            foreach (int register in inRegisters)
            {
                int distance = distances.Next(register, position);
                if (keepRead && distance == 0)
                    continue;
                // Computing again is cheaper than memory.
                double weighted = _constants.ContainsKey(register) ? distance * 2.0 : distance;
                if (weighted < worstDistance || (weighted == worstDistance && register > worst))
                    continue;
                worst = register;
                worstDistance = weighted;
            }

            if (worst == MachineRegisters.None)
                return;
            inRegisters.Remove(worst);
            if (worstDistance < BlockDistances.Never)
                _code.Evict(worst);
        }
    }

    private HashSet<int> AtStart(MachineBlock block)
    {
        var chosen = new HashSet<int>();
        IReadOnlyDictionary<int, int> live = _nextUses.AtStart(block);
        var candidates = new List<(int Distance, int Register)>();
        foreach (KeyValuePair<int, int> use in live)
        {
            if (IsOffered(block, use.Key, use.Value))
                candidates.Add((use.Value, use.Key));
        }

        candidates.Sort();
        foreach ((int _, int register) in candidates)
        {
            if (chosen.Count < All)
                chosen.Add(register);
        }

        foreach (KeyValuePair<int, int> use in live)
        {
            if (!chosen.Contains(use.Key))
                _code.Evict(use.Key);
        }

        return chosen;
    }

    // All ways here bring the value in a register, or some do and it is read soon. Of a loop's way back that is not known yet, and assumed.
    private bool IsOffered(MachineBlock block, int register, int distance)
    {
        bool some = false;
        bool all = !_unwanted.Contains((block, register));
        foreach (MachineBlock predecessor in _predecessors[block])
        {
            if (!_atEnd.TryGetValue(predecessor, out HashSet<int>? registers))
                continue;
            some |= registers.Contains(register);
            all &= registers.Contains(register);
        }

        return some && (all || distance < Near);
    }

    // What a block expects in registers and a way to it does not bring is loaded on that way.
    private void Couple(MachineBlock block)
    {
        foreach (MachineBlock predecessor in _predecessors[block])
        {
            var missing = new List<int>(_atStart[block]);
            missing.RemoveAll(_atEnd[predecessor].Contains);
            missing.Sort();
            if (missing.Count != 0)
                _code.ReloadOnEdge(predecessor, block, missing);
        }
    }
}
