using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>What the program may hold at one place: each acquiring call with the values that are what it gave, on all ways on which it is held.</summary>
internal sealed class Holdings
{
    private readonly Dictionary<IrInstruction, HashSet<IrValue>> _held = new();

    /// <summary>Pointers to what was released, by the call that released it.</summary>
    private readonly Dictionary<IrValue, IrInstruction> _stale = new();

    /// <summary>Pointers that other helpers have made of what is held, by the acquiring call: they are stale with it, and none of its names.</summary>
    private readonly Dictionary<IrValue, IrInstruction> _derived = new();

    public Holdings()
    {
    }

    public Holdings(Holdings other)
    {
        foreach (KeyValuePair<IrInstruction, HashSet<IrValue>> held in other._held)
            _held.Add(held.Key, new HashSet<IrValue>(held.Value));
        foreach (KeyValuePair<IrValue, IrInstruction> stale in other._stale)
            _stale.Add(stale.Key, stale.Value);
        foreach (KeyValuePair<IrValue, IrInstruction> derived in other._derived)
            _derived.Add(derived.Key, derived.Value);
    }

    public IEnumerable<IrInstruction> Held => _held.Keys;

    public bool IsHeld(IrInstruction acquired) => _held.ContainsKey(acquired);

    public IrInstruction? HolderOf(IrValue value) => _held.FirstOrDefault(h => h.Value.Contains(value)).Key;

    /// <summary>Several where ways have met that each held another by this name.</summary>
    public IReadOnlyList<IrInstruction> HoldersOf(IrValue value) => _held.Where(h => h.Value.Contains(value)).Select(static h => h.Key).ToList();

    public IrInstruction? ReleaseOf(IrValue value) => _stale.TryGetValue(value, out IrInstruction? release) ? release : null;

    public void Acquire(IrInstruction call, IrValue what)
    {
        _held[call] = new HashSet<IrValue> { what };
        _stale.Remove(what);
    }

    /// <summary>What is made of a reference: nothing of its own where nobody holds that.</summary>
    public void Derive(IrInstruction call, IrValue reference)
    {
        _stale.Remove(call);
        _derived.Remove(call);
        if ((HolderOf(reference) ?? (_derived.TryGetValue(reference, out IrInstruction? acquired) ? acquired : null)) is { } holder)
            _derived.Add(call, holder);
    }

    public void Release(IrInstruction acquired, IrInstruction by)
    {
        foreach (IrValue value in _held[acquired].Concat(_derived.Where(d => d.Value == acquired).Select(static d => d.Key)).ToList())
        {
            _stale[value] = by;
            _derived.Remove(value);
        }

        _held.Remove(acquired);
    }

    /// <summary>The value is null: what it would be is not held.</summary>
    public void IsNull(IrValue value)
    {
        foreach (IrInstruction acquired in HoldersOf(value))
            _held.Remove(acquired);
    }

    public void Pass(Holdings before, IrValue argument, IrParameter parameter)
    {
        foreach (KeyValuePair<IrInstruction, HashSet<IrValue>> held in before._held.Where(h => h.Value.Contains(argument)))
        {
            if (_held.TryGetValue(held.Key, out HashSet<IrValue>? values))
                values.Add(parameter);
        }

        if (before._derived.TryGetValue(argument, out IrInstruction? holder))
            _derived[parameter] = holder;
        else
            _derived.Remove(parameter);
        if (before._stale.TryGetValue(argument, out IrInstruction? release))
            _stale[parameter] = release;
        else
            _stale.Remove(parameter);
    }

    /// <summary>What is held on one way is held; it is called by the names that it has on all of them.</summary>
    public void Join(Holdings other)
    {
        foreach (KeyValuePair<IrInstruction, HashSet<IrValue>> held in other._held)
        {
            if (_held.TryGetValue(held.Key, out HashSet<IrValue>? values))
                values.IntersectWith(held.Value);
            else
                _held.Add(held.Key, new HashSet<IrValue>(held.Value));
        }

        foreach (KeyValuePair<IrValue, IrInstruction> stale in other._stale)
        {
            if (!_stale.ContainsKey(stale.Key))
                _stale.Add(stale.Key, stale.Value);
        }

        foreach (KeyValuePair<IrValue, IrInstruction> derived in other._derived)
            _derived[derived.Key] = derived.Value;
    }

    public bool SameAs(Holdings other) =>
        _held.Count == other._held.Count && _stale.Count == other._stale.Count && _derived.Count == other._derived.Count
        && _held.All(h => other._held.TryGetValue(h.Key, out HashSet<IrValue>? values) && values.SetEquals(h.Value));
}
