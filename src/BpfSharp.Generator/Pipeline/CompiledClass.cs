using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Pipeline;

/// <summary>The object of a program class, or the reason why there is none.</summary>
/// <param name="Base64">Null where there is none.</param>
/// <param name="OtherGlobals">Static fields of other classes that the object has, by their full names.</param>
/// <param name="Refusal">Why; empty where C# itself has errors.</param>
internal sealed record CompiledClass(ProgramClassModel Shape, string? Base64, EquatableArray<string> OtherGlobals, PlainLocation? Name, string Refusal);
