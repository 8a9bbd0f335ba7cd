using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Library;

/// <summary>Bodies as text of assembly attributes. Each part is a module of its own, so that parts may come from several generators or be cut at any function.</summary>
public static class LibraryText
{
    public static string Encode(IrModule module) => IrPrinter.Print(module, withSpans: false);

    /// <exception cref="IrFormatException">A part is of another format, or damaged.</exception>
    public static IReadOnlyList<IrModule> Decode(IEnumerable<string> parts) => parts.Select(Decode).ToArray();

    // Damaged text may break any rule that the parser takes for granted; it comes from outside, and must not end a compiler.
    private static IrModule Decode(string part)
    {
        try
        {
            return IrParser.Parse(part);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or OverflowException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new IrFormatException("the text is damaged: " + e.Message);
        }
    }
}
