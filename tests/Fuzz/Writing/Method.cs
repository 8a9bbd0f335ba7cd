using System.Collections.Generic;

namespace BpfSharp.Fuzz.Writing;

/// <summary>A method of the program; a parameter's mode is empty, ref, in or out, and its type a primitive or a struct.</summary>
internal sealed record Method(string Name, PrimitiveType Result, bool TakesContext, IReadOnlyList<(string Mode, PrimitiveType? Primitive, StructType? Struct)> Parameters);
