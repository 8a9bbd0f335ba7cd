using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// Iterated register coalescing (George and Appel): takes nodes with few neighbours off the graph, merges the ends of moves where that can't make the graph
/// harder, gives up moves or chooses what might be spilled when nothing else is left, and colours in the reverse order.
/// </summary>
internal sealed partial class GraphColouring
{
    private const int Colours = MachineRegisters.Allocatable;

    // Those that calls preserve last: saving them costs a program's prologue.
    private static readonly int[] s_preference = { 1, 2, 3, 4, 5, 0, 6, 7, 8, 9 };

    private readonly InterferenceGraph _graph;
    private readonly SpillCosts _costs;
    private readonly NodeState[] _states;
    private readonly int[] _degrees;
    private readonly int[] _aliases;
    private readonly int[] _colours;
    private readonly List<int> _stack = new();
    private readonly List<int> _simple = new();
    private readonly List<int> _easy = new();

    public GraphColouring(InterferenceGraph graph, SpillCosts costs)
    {
        _graph = graph;
        _costs = costs;
        _states = new NodeState[graph.Count];
        _degrees = new int[graph.Count];
        _aliases = new int[graph.Count];
        _colours = new int[graph.Count];
        for (int i = 0; i < graph.Count; i++)
        {
            bool isVirtual = MachineRegisters.IsVirtual(i);
            _aliases[i] = i;
            _colours[i] = i < Colours ? i : MachineRegisters.None;
            _states[i] = !isVirtual ? NodeState.Machine : graph.Occurs[i] ? NodeState.Active : NodeState.Absent;
            _degrees[i] = isVirtual ? graph.Neighbours(i).Count : int.MaxValue;
        }

        PrepareMoves();
        for (int i = graph.Count - 1; i >= MachineRegisters.FirstVirtual; i--)
            Sort(i);
    }

    private enum NodeState : byte
    {
        Absent,
        Machine,
        Active,
        Stacked,
        Merged,
    }

    /// <summary>Registers for which no colour was left.</summary>
    public List<int> Spilled { get; } = new();

    /// <summary>Machine register of a virtual one.</summary>
    public int ColourOf(int register) => _colours[Find(register)];

    /// <summary>The register that stands for it and for all that was merged with it.</summary>
    public int Representative(int register) => Find(register);

    public void Run()
    {
        while (TakeSimple() || TryMerge() || GiveUpMove() || ChooseSpill())
        {
        }

        for (int i = _stack.Count - 1; i >= 0; i--)
            Colour(_stack[i]);
    }

    // Puts a node that surely finds a colour into the list of what to do with it.
    private void Sort(int node)
    {
        if (_states[node] == NodeState.Active && _degrees[node] < Colours)
            (_liveMoves[node] == 0 ? _simple : _easy).Add(node);
    }

    private bool TakeSimple()
    {
        bool any = false;
        while (_simple.Count != 0)
        {
            int node = _simple[_simple.Count - 1];
            _simple.RemoveAt(_simple.Count - 1);
            // It may be here twice, or have been merged since.
            if (_states[node] != NodeState.Active || _degrees[node] >= Colours || _liveMoves[node] != 0)
                continue;
            Push(node);
            any = true;
        }

        return any;
    }

    // An easy node whose moves can't be merged now: they never will be.
    private bool GiveUpMove()
    {
        while (_easy.Count != 0)
        {
            int node = _easy[_easy.Count - 1];
            _easy.RemoveAt(_easy.Count - 1);
            if (_states[node] != NodeState.Active || _degrees[node] >= Colours)
                continue;
            GiveUpMoves(node);
            Sort(node);
            return true;
        }

        return false;
    }

    private bool ChooseSpill()
    {
        int best = -1;
        double bestCost = double.MaxValue;
        for (int node = MachineRegisters.FirstVirtual; node < _graph.Count; node++)
        {
            if (_states[node] != NodeState.Active)
                continue;
            double cost = _costs.Of(node) / (_degrees[node] + 1);
            if (best >= 0 && cost >= bestCost)
                continue;
            best = node;
            bestCost = cost;
        }

        if (best < 0)
            return false;
        GiveUpMoves(best);
        Push(best);
        return true;
    }

    private void Push(int node)
    {
        _states[node] = NodeState.Stacked;
        _stack.Add(node);
        foreach (int neighbour in _graph.Neighbours(node))
        {
            if (_states[neighbour] == NodeState.Active)
                LoseNeighbour(neighbour);
        }
    }

    private void LoseNeighbour(int node)
    {
        if (--_degrees[node] != Colours - 1)
            return;
        // Merges that were too risky may be safe now that this one got easy.
        Awake(node);
        foreach (int neighbour in _graph.Neighbours(node))
        {
            if (IsInGraph(neighbour))
                Awake(neighbour);
        }

        Sort(node);
    }

    private void Colour(int node)
    {
        int taken = 0;
        foreach (int neighbour in _graph.Neighbours(node))
        {
            int colour = _colours[Find(neighbour)];
            if (colour >= 0)
                taken |= 1 << colour;
        }

        int wanted = PreferredByMoves(node, taken);
        for (int i = 0; wanted < 0 && i < s_preference.Length; i++)
        {
            if ((taken & (1 << s_preference[i])) == 0)
                wanted = s_preference[i];
        }

        if (wanted < 0)
            Spilled.Add(node);
        else
            _colours[node] = wanted;
    }

    private bool IsInGraph(int node) => _states[node] is NodeState.Active or NodeState.Machine;

    private int Find(int node)
    {
        while (_aliases[node] != node)
            node = _aliases[node];
        return node;
    }
}
