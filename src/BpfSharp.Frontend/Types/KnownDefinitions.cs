using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Types;

/// <summary>Structs of the BCL whose real fields are not in reference assemblies; the BCL table lowers their members over these fields.</summary>
internal static class KnownDefinitions
{
    public const string Span = "System.Span`1";
    public const string ReadOnlySpan = "System.ReadOnlySpan`1";
    public const string SpanEnumerator = "System.Span`1+Enumerator";
    public const string ReadOnlySpanEnumerator = "System.ReadOnlySpan`1+Enumerator";

    public const string Nullable = "System.Nullable`1";

    public const string Index = "System.Index";
    public const string Range = "System.Range";

    public const string HasValue = "hasValue";
    public const string Value = "value";
    public const string Reference = "_reference";
    public const string Length = "_length";
    public const string IndexValue = "_value";
    public const string Start = "Start";
    public const string End = "End";
    public const string Position = "_index";

    private static readonly Dictionary<string, Func<IrTypeDefinition>> s_definitions = new(StringComparer.Ordinal)
    {
        [Span] = static () => Make(Span),
        [ReadOnlySpan] = static () => Make(ReadOnlySpan),
        [SpanEnumerator] = static () => Make(SpanEnumerator, new IrField(Position, IrType.I32, -1, 1)),
        [ReadOnlySpanEnumerator] = static () => Make(ReadOnlySpanEnumerator, new IrField(Position, IrType.I32, -1, 1)),
        [Index] = static () => Of(Index, 0, new IrField(IndexValue, IrType.I32, -1, 1)),
        [Range] = static () => Of(Range, 0, new IrField(Start, IrType.Named(Index), -1, 1), new IrField(End, IrType.Named(Index), -1, 1)),
        [Nullable] = static () =>
        {
            var definition = new IrTypeDefinition(Nullable, 1, IrLayout.Sequential);
            definition.Fields.Add(new IrField(HasValue, IrType.Bool, -1, 1));
            definition.Fields.Add(new IrField(Value, IrType.Parameter(0), -1, 1));
            return definition;
        },
    };

    public static IrTypeDefinition? Find(string name) => s_definitions.TryGetValue(name, out Func<IrTypeDefinition>? make) ? make() : null;

    private static IrTypeDefinition Of(string name, int arity, params IrField[] fields)
    {
        var definition = new IrTypeDefinition(name, arity, IrLayout.Sequential);
        definition.Fields.AddRange(fields);
        return definition;
    }

    private static IrTypeDefinition Make(string name, params IrField[] more)
    {
        var definition = new IrTypeDefinition(name, 1, IrLayout.Sequential);
        definition.Fields.Add(new IrField(Reference, IrType.Ptr, -1, 1));
        definition.Fields.Add(new IrField(Length, IrType.I32, -1, 1));
        definition.Fields.AddRange(more);
        return definition;
    }
}
