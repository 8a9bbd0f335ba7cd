using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Which registers may not share a machine register, and the moves that would vanish if they did.</summary>
internal sealed class InterferenceGraph
{
    private readonly ulong[] _pairs;
    private readonly List<int>[] _neighbours;

    private InterferenceGraph(int count)
    {
        Count = count;
        _pairs = new ulong[((long)count * count / 2 + count) / 64 + 1];
        _neighbours = new List<int>[count];
        Occurs = new bool[count];
        for (int i = MachineRegisters.FirstVirtual; i < count; i++)
            _neighbours[i] = new List<int>();
    }

    public int Count { get; }

    /// <summary>Moves between two registers, those that run most often first.</summary>
    public List<MoveCandidate> Moves { get; } = new();

    /// <summary>Registers that are read or written anywhere.</summary>
    public bool[] Occurs { get; }

    public static InterferenceGraph Build(MachineFunction function, Liveness liveness)
    {
        var graph = new InterferenceGraph(function.RegisterCount);
        var live = new RegisterSet(function.RegisterCount);
        var uses = new RegisterUses();
        foreach (MachineBlock block in function.Blocks)
        {
            live.CopyFrom(liveness.LiveOut(block));
            double frequency = block.Frequency;
            graph.Add(block.Terminator, live, uses, frequency);
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
                graph.Add(block.Instructions[i], live, uses, frequency);
        }

        graph.Moves.Sort(static (a, b) => a.Frequency != b.Frequency ? b.Frequency.CompareTo(a.Frequency) : a.Order.CompareTo(b.Order));
        return graph;
    }

    public bool Interfere(int a, int b)
    {
        long pair = Pair(a, b);
        return (_pairs[pair >> 6] & (1UL << (int)(pair & 63))) != 0;
    }

    /// <summary>In the order in which they were found. Of machine registers nothing is kept: they have too many.</summary>
    public List<int> Neighbours(int register) => _neighbours[register];

    public void AddEdge(int a, int b)
    {
        if (a == b || (a < MachineRegisters.FirstVirtual && b < MachineRegisters.FirstVirtual))
            return;
        long pair = Pair(a, b);
        ulong bit = 1UL << (int)(pair & 63);
        if ((_pairs[pair >> 6] & bit) != 0)
            return;
        _pairs[pair >> 6] |= bit;
        if (MachineRegisters.IsVirtual(a))
            _neighbours[a].Add(b);
        if (MachineRegisters.IsVirtual(b))
            _neighbours[b].Add(a);
    }

    // Position in a triangle.
    private static long Pair(int a, int b) => a > b ? (long)a * (a - 1) / 2 + b : (long)b * (b - 1) / 2 + a;

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
            Occurs[written] = true;
            for (int other = live.Next(0); other >= 0; other = live.Next(other + 1))
                AddEdge(written, other);
            for (int v = w + 1; v < uses.WriteCount; v++)
                AddEdge(written, uses.Written(v));
        }

        for (int r = 0; r < uses.ReadCount; r++)
            Occurs[uses.Read(r)] = true;
        for (int w = 0; w < uses.WriteCount; w++)
            live.Remove(uses.Written(w));
        for (int r = 0; r < uses.ReadCount; r++)
            live.Add(uses.Read(r));
    }
}

/// <param name="Order">Of discovery: ties are broken the same way each time.</param>
internal readonly record struct MoveCandidate(int Destination, int Source, double Frequency, int Order);
