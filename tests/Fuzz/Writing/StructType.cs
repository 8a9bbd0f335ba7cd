using System.Collections.Generic;

namespace BpfSharp.Fuzz.Writing;

/// <summary>A struct of the program: all paths to its primitive fields.</summary>
internal sealed record StructType(string Name, IReadOnlyList<(string Path, PrimitiveType Type)> Fields);
