using System.Collections;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Edges beside each other in a table of all edges of a function.</summary>
public readonly struct IrEdges : IReadOnlyList<IrEdge>
{
    private readonly IrEdge[] _all;
    private readonly int _first;

    internal IrEdges(IrEdge[] all, int first, int count)
    {
        _all = all;
        _first = first;
        Count = count;
    }

    public int Count { get; }

    public IrEdge this[int index] => _all[_first + index];

    public Enumerator GetEnumerator() => new(_all, _first, Count);

    IEnumerator<IrEdge> IEnumerable<IrEdge>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public struct Enumerator : IEnumerator<IrEdge>
    {
        private readonly IrEdge[] _all;
        private readonly int _end;
        private int _at;

        internal Enumerator(IrEdge[] all, int first, int count)
        {
            _all = all;
            _at = first - 1;
            _end = first + count;
        }

        public readonly IrEdge Current => _all[_at];

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => ++_at < _end;

        public readonly void Dispose()
        {
        }

        public readonly void Reset() => throw new System.NotSupportedException();
    }
}
