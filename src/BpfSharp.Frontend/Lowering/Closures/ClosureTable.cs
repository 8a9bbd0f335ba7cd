using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering.Closures;

/// <summary>What the functions inside each member capture.</summary>
internal sealed class ClosureTable
{
    private readonly SourceBodies _bodies;
    private readonly Dictionary<ISymbol, CapturedVariables?> _members = new(SymbolEqualityComparer.Default);

    public ClosureTable(SourceBodies bodies) => _bodies = bodies;

    /// <summary>Variables that a local function takes behind its own parameters.</summary>
    public IReadOnlyList<ISymbol> Of(IMethodSymbol function) => IsInside(function) && Find(function) is { } captured ? captured.Of(function.OriginalDefinition) : Array.Empty<ISymbol>();

    /// <summary>True for a parameter that lies in memory because a function inside captures it, and something changes it.</summary>
    public bool NeedsMemory(IParameterSymbol parameter) => parameter.ContainingSymbol is IMethodSymbol owner && Find(owner) is { } captured && captured.NeedsMemory(parameter);

    /// <summary>True for a captured local of which a function inside may be given the value.</summary>
    public bool IsOnlyRead(ILocalSymbol local) => local.ContainingSymbol is IMethodSymbol owner && Find(owner) is { } captured && captured.IsOnlyRead(local);

    private static bool IsInside(IMethodSymbol method) => method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction;

    private CapturedVariables? Find(IMethodSymbol function)
    {
        IMethodSymbol member = function.OriginalDefinition;
        while (IsInside(member) && member.ContainingSymbol is IMethodSymbol around)
            member = around;
        if (!_members.TryGetValue(member, out CapturedVariables? captured))
            _members.Add(member, captured = _bodies.Find(member) is { } body ? new CapturedVariables(member, body.Root) : null);
        return captured;
    }
}
