using System.Collections.Generic;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>Stack of one function.</summary>
/// <param name="Name">In the IR.</param>
/// <param name="ShortName">For people.</param>
/// <param name="Locals">What fills it.</param>
/// <param name="Calls">IR names of the functions that it calls.</param>
internal sealed record FunctionFrame(string Name, string ShortName, int Bytes, string Locals, IReadOnlyList<string> Calls);
