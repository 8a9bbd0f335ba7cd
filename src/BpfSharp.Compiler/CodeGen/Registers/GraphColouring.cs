using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>
/// Iterated register coalescing (George and Appel): takes nodes with few neighbours off the graph, merges the ends of moves where that can't make the graph
/// harder, gives up moves or chooses what might be spilled when nothing else is left, and colours in the reverse order.
/// </summary>
internal sealed class GraphColouring
{
    private const int Colours = MachineRegisters.Allocatable;

    private static readonly int[] s_preference = { 1, 2, 3, 4, 5, 0, 6, 7, 8, 9 };

    private readonly InterferenceGraph _graph;
    private readonly bool[] _unspillable;
    private readonly bool[] _cheap;
    private readonly NodeState[] _states;
    private readonly int[] _degrees;
    private readonly int[] _aliases;
    private readonly List<int>[] _movesOf;
    private readonly MoveState[] _moveStates;
    private readonly List<int> _stack = new();
    private readonly int[] _colours;

    /// <param name="unspillable">Registers that come from spilling: spilling them again would never end.</param>
    /// <param name="cheap">Registers that are computed again instead of being spilled.</param>
    public GraphColouring(InterferenceGraph graph, bool[] unspillable, bool[] cheap)
    {
        _graph = graph;
        _unspillable = unspillable;
        _cheap = cheap;
        _states = new NodeState[graph.Count];
        _degrees = new int[graph.Count];
        _aliases = new int[graph.Count];
        _movesOf = new List<int>[graph.Count];
        _moveStates = new MoveState[graph.Moves.Count];
        _colours = new int[graph.Count];
        Prepare();
    }

    private enum NodeState : byte
    {
        Absent,
        Machine,
        Active,
        Stacked,
        Merged,
    }

    private enum MoveState : byte
    {
        Pending,
        Waiting,
        Done,
        GivenUp,
    }

    /// <summary>Registers for which no colour was left.</summary>
    public List<int> Spilled { get; } = new();

    /// <summary>Machine register of a virtual one.</summary>
    public int ColourOf(int register) => _colours[Find(register)];

    /// <summary>The register that stands for a merged one, if that is one of <paramref name="groups"/>; else the register itself.</summary>
    public int Representative(int register, List<int> groups)
    {
        int found = Find(register);
        return groups.Contains(found) ? found : register;
    }

    public void Run()
    {
        while (true)
        {
            if (TakeSimple() || TryMerge() || GiveUpMove() || ChooseSpill())
                continue;
            break;
        }

        for (int i = _stack.Count - 1; i >= 0; i--)
            Colour(_stack[i]);
    }

    private void Prepare()
    {
        for (int i = 0; i < _graph.Count; i++)
        {
            _aliases[i] = i;
            _movesOf[i] = new List<int>();
            _colours[i] = i < Colours ? i : MachineRegisters.None;
            _states[i] = !MachineRegisters.IsVirtual(i) ? NodeState.Machine : _graph.Costs[i] > 0 ? NodeState.Active : NodeState.Absent;
            _degrees[i] = MachineRegisters.IsVirtual(i) ? _graph.Neighbours(i).Count : int.MaxValue;
        }

        for (int m = 0; m < _graph.Moves.Count; m++)
        {
            MoveCandidate move = _graph.Moves[m];
            _movesOf[move.Destination].Add(m);
            _movesOf[move.Source].Add(m);
        }
    }

    // Nodes that surely find a colour and take part in no move.
    private bool TakeSimple()
    {
        bool any = false;
        for (int node = MachineRegisters.FirstVirtual; node < _graph.Count; node++)
        {
            if (_states[node] != NodeState.Active || _degrees[node] >= Colours || IsMoveRelated(node))
                continue;
            Push(node);
            any = true;
        }

        return any;
    }

    private bool TryMerge()
    {
        for (int m = 0; m < _moveStates.Length; m++)
        {
            if (_moveStates[m] != MoveState.Pending)
                continue;
            int a = Find(_graph.Moves[m].Destination);
            int b = Find(_graph.Moves[m].Source);
            if (!MachineRegisters.IsVirtual(b))
                (a, b) = (b, a);
            if (a == b)
            {
                _moveStates[m] = MoveState.Done;
            }
            else if (!MachineRegisters.IsVirtual(b) || _graph.Interfere(a, b) || _states[b] != NodeState.Active || _states[a] is not (NodeState.Active or NodeState.Machine))
            {
                _moveStates[m] = MoveState.GivenUp;
            }
            else if (MachineRegisters.IsVirtual(a) ? MergeKeepsSimple(a, b) : MergeFitsMachine(a, b))
            {
                _moveStates[m] = MoveState.Done;
                Merge(a, b);
                return true;
            }
            else
            {
                _moveStates[m] = MoveState.Waiting;
                continue;
            }

            return true;
        }

        return false;
    }

    // Briggs: fewer than all colours are taken by neighbours that are hard themselves.
    private bool MergeKeepsSimple(int a, int b)
    {
        int hard = 0;
        foreach (int neighbour in Active(a))
        {
            // A common neighbour loses one.
            int degree = _graph.Interfere(neighbour, b) && MachineRegisters.IsVirtual(neighbour) ? _degrees[neighbour] - 1 : _degrees[neighbour];
            if (degree >= Colours)
                hard++;
        }

        foreach (int neighbour in Active(b))
        {
            if (!_graph.Interfere(neighbour, a) && _degrees[neighbour] >= Colours)
                hard++;
        }

        return hard < Colours;
    }

    // George: each neighbour is easy, or can't be in that machine register anyway.
    private bool MergeFitsMachine(int machine, int node)
    {
        foreach (int neighbour in Active(node))
        {
            if (MachineRegisters.IsVirtual(neighbour) && _degrees[neighbour] >= Colours && !_graph.Interfere(neighbour, machine))
                return false;
        }

        return true;
    }

    private void Merge(int a, int b)
    {
        _states[b] = NodeState.Merged;
        _aliases[b] = a;
        _movesOf[a].AddRange(_movesOf[b]);
        _graph.Costs[a] += _graph.Costs[b];
        _unspillable[a] |= _unspillable[b];
        _cheap[a] &= _cheap[b];
        foreach (int neighbour in new List<int>(Active(b)))
        {
            if (_graph.Interfere(neighbour, a) || !MachineRegisters.IsVirtual(neighbour))
            {
                _graph.AddEdge(neighbour, a);
                if (MachineRegisters.IsVirtual(neighbour) && --_degrees[neighbour] == Colours - 1)
                    AwakeAround(neighbour);
            }
            else
            {
                _graph.AddEdge(neighbour, a);
            }

            Awake(neighbour);
        }

        if (MachineRegisters.IsVirtual(a))
            _degrees[a] = CountActive(a);
        Awake(a);
    }

    // An easy node whose moves can't be merged now: they never will be.
    private bool GiveUpMove()
    {
        for (int node = MachineRegisters.FirstVirtual; node < _graph.Count; node++)
        {
            if (_states[node] == NodeState.Active && _degrees[node] < Colours && IsMoveRelated(node))
            {
                GiveUpMoves(node);
                return true;
            }
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
            double cost = _unspillable[node] ? 1e30 : _graph.Costs[node] * (_cheap[node] ? 0.5 : 1) / (_degrees[node] + 1);
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

    private void GiveUpMoves(int node)
    {
        foreach (int m in _movesOf[node])
        {
            if (_moveStates[m] is MoveState.Pending or MoveState.Waiting)
                _moveStates[m] = MoveState.GivenUp;
        }
    }

    private void Push(int node)
    {
        _states[node] = NodeState.Stacked;
        _stack.Add(node);
        foreach (int neighbour in _graph.Neighbours(node))
        {
            if (_states[neighbour] != NodeState.Active)
                continue;
            _degrees[neighbour]--;
            if (_degrees[neighbour] == Colours - 1)
                AwakeAround(neighbour);
        }
    }

    // Merges that were too risky may be safe now that a neighbour got easy.
    private void AwakeAround(int node)
    {
        Awake(node);
        foreach (int neighbour in Active(node))
            Awake(neighbour);
    }

    private void Awake(int node)
    {
        foreach (int m in _movesOf[node])
        {
            if (_moveStates[m] == MoveState.Waiting)
                _moveStates[m] = MoveState.Pending;
        }
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

        int wanted = Wanted(node, taken);
        if (wanted < 0)
            Spilled.Add(node);
        else
            _colours[node] = wanted;
    }

    // A colour that makes a move vanish after all, else the first in the order of preference.
    private int Wanted(int node, int taken)
    {
        double best = 0;
        int wanted = MachineRegisters.None;
        foreach (int m in _movesOf[node])
        {
            MoveCandidate move = _graph.Moves[m];
            int other = Find(move.Destination) == node ? Find(move.Source) : Find(move.Destination);
            int colour = _colours[other];
            if (colour < 0 || (taken & (1 << colour)) != 0 || move.Frequency <= best)
                continue;
            best = move.Frequency;
            wanted = colour;
        }

        if (wanted >= 0)
            return wanted;
        foreach (int colour in s_preference)
        {
            if ((taken & (1 << colour)) == 0)
                return colour;
        }

        return MachineRegisters.None;
    }

    private bool IsMoveRelated(int node)
    {
        foreach (int m in _movesOf[node])
        {
            if (_moveStates[m] is MoveState.Pending or MoveState.Waiting)
                return true;
        }

        return false;
    }

    private IEnumerable<int> Active(int node)
    {
        foreach (int neighbour in _graph.Neighbours(node))
        {
            if (_states[neighbour] is NodeState.Active or NodeState.Machine)
                yield return neighbour;
        }
    }

    private int CountActive(int node)
    {
        int count = 0;
        foreach (int unused in Active(node))
            count++;
        return count;
    }

    private int Find(int node)
    {
        while (_aliases[node] != node)
            node = _aliases[node];
        return node;
    }
}
