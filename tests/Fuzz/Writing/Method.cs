using System.Collections.Generic;

namespace BpfSharp.Fuzz.Writing;

/// <summary>A method of the program; a parameter's mode is empty, ref, in or out, and its type a primitive or a struct.</summary>
/// <param name="ChangesMaps">It changes a hash map, itself or in what it calls: not to be called while a reference leads into one.</param>
/// <param name="Allocates">It has a <c>stackalloc</c>, itself or in what it calls: not to be called in a loop.</param>
internal sealed record Method(
    string Name, PrimitiveType Result, bool TakesContext, bool Allocates, bool ChangesMaps, IReadOnlyList<(string Mode, PrimitiveType? Primitive, StructType? Struct)> Parameters);
