using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Library;

/// <summary>Bodies as text of assembly attributes. Each part is a module of its own, so that parts may come from several generators or be cut at any function.</summary>
public static class LibraryText
{
    public static string Encode(IrModule module) => IrPrinter.Print(module, withSpans: false);

    /// <exception cref="IrFormatException">A part is of another format, or damaged.</exception>
    public static IReadOnlyList<IrModule> Decode(IEnumerable<string> parts) => parts.Select(IrParser.Parse).ToArray();
}
