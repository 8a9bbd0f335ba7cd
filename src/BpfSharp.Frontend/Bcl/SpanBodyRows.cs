using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary>Members of spans and of <c>MemoryExtensions</c>, <c>MemoryMarshal</c> and <c>Unsafe</c> that are loops over memory: functions of the runtime.</summary>
internal static class SpanBodyRows
{
    private const string Extensions = "M:System.MemoryExtensions.";
    private const string Marshal = "M:System.Runtime.InteropServices.MemoryMarshal.";
    private const string Unsafe = "M:System.Runtime.CompilerServices.Unsafe.";
    private const string Element = ",``0)";
    private const string Sequence = ",System.ReadOnlySpan{``0})";

    // Of spans of both kinds.
    private static readonly (string Member, string Arguments, RuntimeBody Body)[] s_extensions =
    {
        ("SequenceEqual", Sequence, Comparison("SequenceEqual")),
        ("StartsWith", Sequence, Comparison("StartsWith")),
        ("EndsWith", Sequence, Comparison("EndsWith")),
        ("CommonPrefixLength", Sequence, Comparison("CommonPrefixLength")),
        ("SequenceCompareTo", Sequence, Comparison("SequenceCompareTo") with { More = Order }),
        ("IndexOf", Element, Search("IndexOf")),
        ("IndexOf", Sequence, Search("IndexOfSequence")),
        ("LastIndexOf", Element, Search("LastIndexOf")),
        ("IndexOfAny", ",``0,``0)", Search("IndexOfAny2")),
        ("IndexOfAny", ",``0,``0,``0)", Search("IndexOfAny3")),
        ("IndexOfAny", Sequence, Search("IndexOfAny")),
        ("IndexOfAnyExcept", Element, Search("IndexOfAnyExcept")),
        ("Contains", Element, Search("Contains")),
        ("Count", Element, Search("Count")),
    };

    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach (string span in new[] { "Span", "ReadOnlySpan" })
            {
                yield return Row($"M:System.{span}`1.CopyTo(System.Span{{`0}})", new RuntimeBody("SpanCopies", "CopyTo"));
                yield return Row($"M:System.{span}`1.TryCopyTo(System.Span{{`0}})", new RuntimeBody("SpanCopies", "TryCopyTo"));
                foreach ((string member, string arguments, RuntimeBody body) in s_extensions)
                    yield return Row($"{Extensions}{member}``1(System.{span}{{``0}}{arguments}", body);
            }

            yield return Row("M:System.Span`1.Fill(`0)", new RuntimeBody("SpanCopies", "Fill"));
            yield return Row("M:System.Span`1.Clear", new RuntimeBody("SpanCopies", "Clear"));
            yield return Row(Extensions + "Reverse``1(System.Span{``0})", new RuntimeBody("SpanCopies", "Reverse"));
            yield return Row(Extensions + "StartsWith``1(System.ReadOnlySpan{``0},``0)", Comparison("StartsWithElement"));
            yield return Row(Extensions + "EndsWith``1(System.ReadOnlySpan{``0},``0)", Comparison("EndsWithElement"));
            yield return Row(Marshal + "TryRead``1(System.ReadOnlySpan{System.Byte},``0@)", new RuntimeBody("SpanCopies", "TryRead"));
            yield return Row(Marshal + "TryWrite``1(System.Span{System.Byte},``0@)", new RuntimeBody("SpanCopies", "TryWrite"));
            foreach (string suffix in new[] { "", "Unaligned" })
            {
                yield return Row($"{Unsafe}CopyBlock{suffix}(System.Byte@,System.Byte@,System.UInt32)", new RuntimeBody("MemoryBlocks", "CopyBlock"));
                yield return Row($"{Unsafe}InitBlock{suffix}(System.Byte@,System.Byte,System.UInt32)", new RuntimeBody("MemoryBlocks", "InitBlock"));
            }
        }
    }

    private static KeyValuePair<string, BclHandler> Row(string id, RuntimeBody body) => new(id, body.Call);

    private static RuntimeBody Comparison(string method) => new("SpanComparisons", method) { ComparesBits = true };

    private static RuntimeBody Search(string method) => new("SpanSearches", method) { ComparesBits = true };

    // The BCL gives the difference of lengths for byte and char, and its sign for other types.
    private static IEnumerable<IrValue> Order(ITypeSymbol element)
    {
        ITypeSymbol type = (element as INamedTypeSymbol)?.EnumUnderlyingType ?? element;
        bool isSigned = type.SpecialType is SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_IntPtr;
        yield return IrConstant.I32(isSigned ? 1 : 0);
        yield return IrConstant.I32(element.SpecialType is SpecialType.System_Byte or SpecialType.System_Char ? 1 : 0);
    }
}
