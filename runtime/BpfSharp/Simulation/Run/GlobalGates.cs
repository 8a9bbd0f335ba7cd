using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

namespace BpfSharp.Simulation.Run;

/// <summary>Static fields hold one simulation's values at a time: the locks of the classes that declare them, always taken in one order.</summary>
internal sealed class GlobalGates
{
    private static readonly ConditionalWeakTable<Type, Lock> s_all = [];

    private readonly Lock[] _gates;

    public GlobalGates(IEnumerable<SimulatedGlobal> globals) =>
        _gates = [.. globals.Select(static g => g.Owner).Distinct().OrderBy(static t => t.AssemblyQualifiedName, StringComparer.Ordinal).Select(s_all.GetOrCreateValue)];

    public T Run<T>(Func<T> action) => Run(0, action);

    private T Run<T>(int first, Func<T> action)
    {
        if (first == _gates.Length)
            return action();
        lock (_gates[first])
            return Run(first + 1, action);
    }
}
