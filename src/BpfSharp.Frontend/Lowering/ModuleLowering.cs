using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering.Closures;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Runtime;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>All that one module's functions share: types, helpers, globals, spans, diagnostics, and the methods still to lower.</summary>
internal sealed class ModuleLowering
{
    private readonly HashSet<IMethodSymbol> _requested = new(SymbolEqualityComparer.Default);
    private readonly Queue<IMethodSymbol> _work = new();
    private readonly Dictionary<IMethodSymbol, string> _names = new(SymbolEqualityComparer.Default);
    private int _incomplete;

    public ModuleLowering(Compilation compilation, LibraryBodies libraries, CancellationToken cancellation)
    {
        Compilation = compilation;
        Cancellation = cancellation;
        Libraries = libraries;
        Module = new IrModule();
        Types = new TypeTable(Module, compilation);
        Helpers = new HelperTable(Module);
        Bodies = new SourceBodies(compilation, cancellation);
        Closures = new ClosureTable(Bodies);
        Globals = new GlobalTable(this);
    }

    public Compilation Compilation { get; }

    public CancellationToken Cancellation { get; }

    public IrModule Module { get; }

    public TypeTable Types { get; }

    public HelperTable Helpers { get; }

    public LibraryBodies Libraries { get; }

    public GlobalTable Globals { get; }

    public SourceBodies Bodies { get; }

    public ClosureTable Closures { get; }

    public SpanTable Spans { get; } = new();

    public DiagnosticSink Diagnostics { get; } = new();

    /// <summary>Null for a library.</summary>
    public INamedTypeSymbol? ProgramClass { get; set; }

    /// <summary>Interface members that are called on type parameters: structs say what implements them.</summary>
    public HashSet<IMethodSymbol> Constrained { get; } = new(SymbolEqualityComparer.Default);

    public bool IsComplete => _incomplete == 0;

    /// <summary><see cref="FunctionSignature.NameOf"/>, made once for all calls of a method.</summary>
    public string NameOf(IMethodSymbol method)
    {
        IMethodSymbol definition = method.OriginalDefinition;
        if (!_names.TryGetValue(definition, out string? name))
            _names.Add(definition, name = FunctionSignature.NameOf(definition));
        return name;
    }

    /// <summary>C# has errors of its own in what was reached.</summary>
    public void MarkIncomplete() => _incomplete++;

    /// <summary>Asks for the body of a method that is called; gives the rule that it breaks where there can't be one.</summary>
    public string? Require(IMethodSymbol method)
    {
        IMethodSymbol definition = method.OriginalDefinition.PartialImplementationPart ?? method.OriginalDefinition;
        if (_requested.Contains(definition))
            return null;
        if (!SymbolEqualityComparer.Default.Equals(definition.ContainingAssembly, Compilation.Assembly))
        {
            if (Libraries.Contains(NameOf(definition)))
                return null;
            return Libraries.Unreadable.ContainsKey(definition.ContainingAssembly.Name) ? "BPF1022" : "BPF1017";
        }

        if (definition.IsAbstract || definition.IsExtern)
            return "BPF1017";
        _requested.Add(definition);
        _work.Enqueue(definition);
        return null;
    }

    /// <summary>The body of a method of a referenced assembly; null for others.</summary>
    public IrFunction? LibraryBody(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, Compilation.Assembly)
        ? null
        : Libraries.Find(NameOf(method));

    /// <summary>Lowers what was asked for, and what that asks for.</summary>
    public void Run()
    {
        do
        {
            while (_work.Count != 0)
            {
                Cancellation.ThrowIfCancellationRequested();
                Lower(_work.Dequeue());
            }

            Guard(Module.Name, null, () => Implementations.Declare(this, Libraries));
        }
        while (_work.Count != 0);
        Recursion.Check(this);
        Module.Spans = Spans.Count;
    }

    private void Lower(IMethodSymbol method)
    {
        int errors = Diagnostics.Count;
        int incomplete = _incomplete;
        Location? location = method.Locations.FirstOrDefault();
        Guard(method.Name, location, () =>
        {
            if (MethodBody.Lower(this, method) is { } function)
                Module.Functions[function.Name] = function;
            else if (Diagnostics.Count == errors && _incomplete == incomplete)
                Diagnostics.Report("BPF1017", Spans.Of(location), method.Name, Compilation.AssemblyName ?? "");
        });
    }

    /// <summary>The one boundary of the front end: whatever the user typed, an analyzer must not throw. A bug becomes a diagnostic that asks for a report.</summary>
    public void Guard(string name, Location? location, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Diagnostics.Report("BPF0000", Spans.Of(location), name, exception.GetType().Name + " " + exception.Message + At(exception));
        }
    }

    private static string At(Exception exception) => (exception.StackTrace ?? "").Split('\n').FirstOrDefault()?.TrimEnd('\r') ?? "";
}
