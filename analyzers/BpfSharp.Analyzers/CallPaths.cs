using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Analyzers;

/// <summary>Finds the call in some files by which a program reaches a place in another.</summary>
internal sealed class CallPaths
{
    private readonly IReadOnlyList<Location> _locations;
    private readonly List<IrFunction> _functions;

    /// <param name="locations">By span number of the module.</param>
    public CallPaths(IrModule module, IReadOnlyList<Location> locations)
    {
        _locations = locations;
        _functions = module.Functions.Values.OrderBy(static f => f.Name, StringComparer.Ordinal).ToList();
    }

    /// <summary>The nearest call that <paramref name="isWanted"/> accepts on a way to the function around <paramref name="cause"/>; null where there is none.</summary>
    public Location? FindCall(Location cause, Func<Location, bool> isWanted)
    {
        var open = new Queue<string>(_functions.Where(f => Contains(f, cause)).Select(static f => f.Name));
        var seen = new HashSet<string>(open, StringComparer.Ordinal);
        while (open.Count != 0)
        {
            string callee = open.Dequeue();
            foreach (IrFunction caller in _functions)
            {
                foreach (IrInstruction call in caller.Blocks.SelectMany(static b => b.Instructions).Where(i => i.Op == IrOp.Call && i.Symbol == callee))
                {
                    if (At(call.Span) is { } place && isWanted(place))
                        return place;
                    if (seen.Add(caller.Name))
                        open.Enqueue(caller.Name);
                }
            }
        }

        return null;
    }

    private bool Contains(IrFunction function, Location cause)
    {
        if (At(function.Span) is not { SourceTree: { } tree } name || tree != cause.SourceTree)
            return false;
        TextSpan? body = tree.GetRoot().FindNode(name.SourceSpan).FirstAncestorOrSelf<MemberDeclarationSyntax>()?.Span;
        return body?.Contains(cause.SourceSpan) == true;
    }

    private Location? At(int span) => span >= 0 && span < _locations.Count ? _locations[span] : null;
}
