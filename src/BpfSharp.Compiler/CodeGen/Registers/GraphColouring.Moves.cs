using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

// Moves: merging their ends, or giving them up.
internal sealed partial class GraphColouring
{
    // Those that are to be tried: the lowest number first. None lies below the second.
    private RegisterSet _pending = null!;
    private int _lowestPending;
    private List<int>[] _movesOf = null!;
    private MoveState[] _moveStates = null!;
    private int[] _liveMoves = null!;

    private enum MoveState : byte
    {
        Pending,

        /// <summary>Too risky now; looked at again when something around gets easier.</summary>
        Waiting,
        Gone,
    }

    private void PrepareMoves()
    {
        _movesOf = new List<int>[_graph.Count];
        _liveMoves = new int[_graph.Count];
        _moveStates = new MoveState[_graph.Moves.Count];
        _pending = new RegisterSet(_graph.Moves.Count);
        for (int m = 0; m < _graph.Moves.Count; m++)
        {
            MoveCandidate move = _graph.Moves[m];
            AddMove(move.Destination, m);
            AddMove(move.Source, m);
            _pending.Add(m);
        }
    }

    private void AddMove(int node, int move)
    {
        (_movesOf[node] ??= new List<int>()).Add(move);
        _liveMoves[node]++;
    }

    private bool TryMerge()
    {
        for (int m = _pending.Next(_lowestPending); m >= 0; m = _pending.Next(_lowestPending))
        {
            _lowestPending = m + 1;
            _pending.Remove(m);
            int a = Find(_graph.Moves[m].Destination);
            int b = Find(_graph.Moves[m].Source);
            if (!MachineRegisters.IsVirtual(b))
                (a, b) = (b, a);
            if (a == b || !MachineRegisters.IsVirtual(b) || _graph.Interfere(a, b) || _states[b] != NodeState.Active || !IsInGraph(a))
            {
                Drop(m, a, b);
                return true;
            }

            if (MachineRegisters.IsVirtual(a) ? MergeKeepsSimple(a, b) : MergeFitsMachine(a, b))
            {
                Drop(m, a, b);
                Merge(a, b);
                return true;
            }

            _moveStates[m] = MoveState.Waiting;
        }

        return false;
    }

    // Briggs: fewer than all colours are taken by neighbours that are hard themselves.
    private bool MergeKeepsSimple(int a, int b)
    {
        int hard = 0;
        foreach (int neighbour in _graph.Neighbours(a))
        {
            if (!IsInGraph(neighbour))
                continue;
            // A common neighbour loses one.
            int lost = MachineRegisters.IsVirtual(neighbour) && _graph.Interfere(neighbour, b) ? 1 : 0;
            if (_degrees[neighbour] - lost >= Colours)
                hard++;
        }

        foreach (int neighbour in _graph.Neighbours(b))
        {
            if (IsInGraph(neighbour) && _degrees[neighbour] >= Colours && !_graph.Interfere(neighbour, a))
                hard++;
        }

        return hard < Colours;
    }

    // George: each neighbour is easy, or can't be in that machine register anyway.
    private bool MergeFitsMachine(int machine, int node)
    {
        foreach (int neighbour in _graph.Neighbours(node))
        {
            if (_states[neighbour] == NodeState.Active && _degrees[neighbour] >= Colours && !_graph.Interfere(neighbour, machine))
                return false;
        }

        return true;
    }

    private void Merge(int a, int b)
    {
        _states[b] = NodeState.Merged;
        _aliases[b] = a;
        _costs.Merge(a, b);
        if (_movesOf[b] is { } moves)
        {
            (_movesOf[a] ??= new List<int>()).AddRange(moves);
            _liveMoves[a] += _liveMoves[b];
        }

        // By index: new edges go to the lists of others.
        List<int> neighbours = _graph.Neighbours(b);
        for (int i = 0; i < neighbours.Count; i++)
        {
            int neighbour = neighbours[i];
            if (!IsInGraph(neighbour))
                continue;
            bool common = MachineRegisters.IsVirtual(neighbour) && _graph.Interfere(neighbour, a);
            _graph.AddEdge(neighbour, a);
            if (common)
                LoseNeighbour(neighbour);
            else
                Awake(neighbour);
        }

        if (MachineRegisters.IsVirtual(a))
            _degrees[a] = CountNeighbours(a);
        Awake(a);
        Sort(a);
    }

    private int CountNeighbours(int node)
    {
        int count = 0;
        foreach (int neighbour in _graph.Neighbours(node))
        {
            if (IsInGraph(neighbour))
                count++;
        }

        return count;
    }

    private void GiveUpMoves(int node)
    {
        if (_movesOf[node] is not { } moves)
            return;
        foreach (int m in moves)
        {
            if (_moveStates[m] == MoveState.Gone)
                continue;
            _pending.Remove(m);
            int a = Find(_graph.Moves[m].Destination);
            int b = Find(_graph.Moves[m].Source);
            Drop(m, a, b);
            Sort(a == node ? b : a);
        }
    }

    private void Drop(int m, int a, int b)
    {
        if (_moveStates[m] == MoveState.Gone)
            return;
        _moveStates[m] = MoveState.Gone;
        _liveMoves[a]--;
        _liveMoves[b]--;
        Sort(a);
        Sort(b);
    }

    private void Awake(int node)
    {
        if (_movesOf[node] is not { } moves)
            return;
        foreach (int m in moves)
        {
            if (_moveStates[m] != MoveState.Waiting)
                continue;
            _moveStates[m] = MoveState.Pending;
            _pending.Add(m);
            _lowestPending = System.Math.Min(_lowestPending, m);
        }
    }

    // A colour that makes a move vanish after all; the most frequent move wins.
    private int PreferredByMoves(int node, int taken)
    {
        double best = 0;
        int wanted = MachineRegisters.None;
        if (_movesOf[node] is not { } moves)
            return wanted;
        foreach (int m in moves)
        {
            MoveCandidate move = _graph.Moves[m];
            int other = Find(move.Destination) == node ? Find(move.Source) : Find(move.Destination);
            int colour = _colours[other];
            if (colour < 0 || (taken & (1 << colour)) != 0 || move.Frequency <= best)
                continue;
            best = move.Frequency;
            wanted = colour;
        }

        return wanted;
    }
}
