using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering.Closures;

/// <summary>
/// Which variables of the methods around it each local function of one member uses, also through the local functions that it calls.
/// They become parameters behind its own: <c>ref</c> ones, so that both sides see what the other writes; the value where no function inside writes.
/// </summary>
internal sealed class CapturedVariables
{
    private readonly Dictionary<ISymbol, List<ISymbol>> _captured = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, HashSet<ISymbol>> _calls = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _changed = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _shared = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _referred = new(SymbolEqualityComparer.Default);
    private readonly ISymbol _member;

    /// <param name="member">The member around all functions.</param>
    public CapturedVariables(IMethodSymbol member, IOperation root)
    {
        _member = member;
        Walk(root, ImmutableList<ISymbol>.Empty);
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (KeyValuePair<ISymbol, HashSet<ISymbol>> calls in _calls)
            {
                foreach (ISymbol variable in calls.Value.SelectMany(Of).ToList())
                    changed |= !IsWithin(variable, calls.Key) && Add(calls.Key, variable);
            }
        }
    }

    /// <summary>Locals and parameters in the order of their first use; the member's type stands for <c>this</c>.</summary>
    public IReadOnlyList<ISymbol> Of(ISymbol function) => _captured.TryGetValue(function, out List<ISymbol>? variables) ? variables : System.Array.Empty<ISymbol>();

    /// <summary>A captured parameter that some function changes or refers to: all of them share one place in memory.</summary>
    public bool NeedsMemory(IParameterSymbol parameter) => _shared.Contains(parameter) && _changed.Contains(parameter);

    /// <summary>A local that the functions inside only read, and nothing refers to: each call of one may be given the value that the local has then.</summary>
    public bool IsOnlyRead(ILocalSymbol local) => local.RefKind == RefKind.None && !_referred.Contains(local);

    private void Walk(IOperation operation, ImmutableList<ISymbol> around)
    {
        switch (operation)
        {
            case ILocalFunctionOperation function:
                around = around.Add(function.Symbol);
                break;
            case IAnonymousFunctionOperation lambda:
                around = around.Add(lambda.Symbol);
                break;
            case ILocalReferenceOperation { Local.IsConst: false } local:
                Use(local.Local, local.Local.ContainingSymbol, around);
                if (!LocalUse.IsRead(local) && !(LocalUse.IsWrite(local) && IsOwn(local.Local, around)))
                    _referred.Add(local.Local);
                break;
            case IDelegateCreationOperation { Parent: { } parent }:
                UseBeside(parent);
                break;
            case IParameterReferenceOperation parameter when BelongsHere(parameter.Parameter, around):
                Use(parameter.Parameter, parameter.Parameter.ContainingSymbol, around);
                if (!ParameterUses.IsRead(parameter))
                    _changed.Add(parameter.Parameter);
                break;
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance }:
                Use(_member.ContainingType, _member, around);
                break;
            case IInvocationOperation { TargetMethod: { MethodKind: MethodKind.LocalFunction } target }:
                Call(target.OriginalDefinition, around);
                break;
            case IMethodReferenceOperation { Method: { MethodKind: MethodKind.LocalFunction } target }:
                Call(target.OriginalDefinition, around);
                break;
        }

        foreach (IOperation child in operation.ChildOperations)
            Walk(child, around);
    }

    // The parameters of a primary constructor are none of a method's.
    private bool BelongsHere(IParameterSymbol parameter, ImmutableList<ISymbol> around) =>
        SymbolEqualityComparer.Default.Equals(parameter.ContainingSymbol, _member) || around.Contains(parameter.ContainingSymbol, SymbolEqualityComparer.Default);

    private void Use(ISymbol variable, ISymbol owner, ImmutableList<ISymbol> around)
    {
        for (int i = around.Count - 1; i >= 0 && !SymbolEqualityComparer.Default.Equals(around[i], owner); i--)
        {
            _shared.Add(variable);
            Add(around[i], variable);
        }
    }

    // What a function is given beside its variables is evaluated after those.
    private void UseBeside(IOperation function)
    {
        while (function is not (IInvocationOperation or null))
            function = function.Parent!;
        foreach (ILocalReferenceOperation local in function?.Descendants().OfType<ILocalReferenceOperation>() ?? Enumerable.Empty<ILocalReferenceOperation>())
        {
            if (!LocalUse.IsRead(local))
                _referred.Add(local.Local);
        }
    }

    private bool IsOwn(ILocalSymbol local, ImmutableList<ISymbol> around) => SymbolEqualityComparer.Default.Equals(local.ContainingSymbol, around.IsEmpty ? _member : around[around.Count - 1]);

    private void Call(ISymbol target, ImmutableList<ISymbol> around)
    {
        foreach (ISymbol function in around)
        {
            if (!_calls.TryGetValue(function, out HashSet<ISymbol>? calls))
                _calls.Add(function, calls = new HashSet<ISymbol>(SymbolEqualityComparer.Default));
            calls.Add(target);
        }
    }

    private bool Add(ISymbol function, ISymbol variable)
    {
        if (!_captured.TryGetValue(function, out List<ISymbol>? variables))
            _captured.Add(function, variables = new List<ISymbol>());
        if (variables.Contains(variable, SymbolEqualityComparer.Default))
            return false;
        variables.Add(variable);
        return true;
    }

    private static bool IsWithin(ISymbol variable, ISymbol function)
    {
        for (ISymbol? owner = variable is ITypeSymbol ? null : variable.ContainingSymbol; owner is IMethodSymbol; owner = owner.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(owner, function))
                return true;
        }

        return false;
    }
}
