using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Which registers may not share a machine register, and the moves that would vanish if they did.</summary>
internal sealed class InterferenceGraph
{
    private readonly RegisterSet[] _rows;
    private readonly List<int>[] _neighbours;

    private InterferenceGraph(int count)
    {
        _rows = new RegisterSet[count];
        _neighbours = new List<int>[count];
        Costs = new double[count];
        for (int i = 0; i < count; i++)
        {
            _rows[i] = new RegisterSet(count);
            _neighbours[i] = new List<int>();
        }
    }

    public int Count => _rows.Length;

    /// <summary>Moves between two registers, with how often they run.</summary>
    public List<MoveCandidate> Moves { get; } = new();

    /// <summary>Loads and stores that spilling a register would cost, by how often they run.</summary>
    public double[] Costs { get; }

    public static InterferenceGraph Build(MachineFunction function, Liveness liveness)
    {
        var graph = new InterferenceGraph(function.RegisterCount);
        var live = new RegisterSet(function.RegisterCount);
        var uses = new RegisterUses();
        foreach (MachineBlock block in function.Blocks)
        {
            live.CopyFrom(liveness.LiveOut(block));
            graph.Add(block.Terminator, live, uses, block.Frequency);
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
                graph.Add(block.Instructions[i], live, uses, block.Frequency);
        }

        graph.Moves.Sort(static (a, b) => a.Frequency != b.Frequency ? b.Frequency.CompareTo(a.Frequency) : a.Order.CompareTo(b.Order));
        return graph;
    }

    public bool Interfere(int a, int b) => _rows[a].Contains(b);

    /// <summary>In the order in which they were found. Of machine registers nothing is kept: they have too many.</summary>
    public IReadOnlyList<int> Neighbours(int register) => _neighbours[register];

    public void AddEdge(int a, int b)
    {
        if (a == b || _rows[a].Contains(b) || (a < MachineRegisters.FirstVirtual && b < MachineRegisters.FirstVirtual))
            return;
        _rows[a].Add(b);
        _rows[b].Add(a);
        if (MachineRegisters.IsVirtual(a))
            _neighbours[a].Add(b);
        if (MachineRegisters.IsVirtual(b))
            _neighbours[b].Add(a);
    }

    private void Add(MachineInstruction instruction, RegisterSet live, RegisterUses uses, double frequency)
    {
        uses.Set(instruction);
        if (instruction.IsMove && instruction.Source != MachineRegisters.Frame)
        {
            // Source and result of a move hold the same: they may be one register.
            live.Remove(instruction.Source);
            Moves.Add(new MoveCandidate(instruction.Destination, instruction.Source, frequency, Moves.Count));
        }

        for (int w = 0; w < uses.WriteCount; w++)
        {
            int written = uses.Written(w);
            Costs[written] += frequency;
            foreach (int other in live.Items())
                AddEdge(written, other);
            for (int v = w + 1; v < uses.WriteCount; v++)
                AddEdge(written, uses.Written(v));
        }

        for (int r = 0; r < uses.ReadCount; r++)
            Costs[uses.Read(r)] += frequency;
        Liveness.StepBack(live, instruction, uses);
    }
}

/// <param name="Order">Of discovery: ties are broken the same way each time.</param>
internal readonly record struct MoveCandidate(int Destination, int Source, double Frequency, int Order);
