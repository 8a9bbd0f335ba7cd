using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Generics;

/// <summary>A function with its type arguments.</summary>
/// <param name="Name">Unique in the closed module.</param>
/// <param name="Origin">Span of the user's call that led here; causes inside libraries are reported there.</param>
internal sealed record FunctionInstance(string Name, IrFunction Definition, IReadOnlyList<IrType> Arguments, int Origin)
{
    public static string NameOf(string function, IReadOnlyList<IrType> arguments) =>
        arguments.Count == 0 ? function : function + "<" + string.Join(", ", arguments) + ">";
}
