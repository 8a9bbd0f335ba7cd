using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Frontend.Gather;

namespace BpfSharp.Generator.Pipeline;

/// <summary>A program class as the front end lowered it.</summary>
/// <param name="Shape">Names for what is emitted.</param>
/// <param name="Code">Null where there is none to compile.</param>
/// <param name="Sources">What the code's span numbers are; the only part that changes with positions, besides <paramref name="Name"/>.</param>
/// <param name="Name">The first program's name, for the summary of errors.</param>
/// <param name="Refusal">Why there is no code; empty where C# itself has errors, about which csc speaks.</param>
internal sealed record LoweredClass(ProgramClassModel Shape, IrCode? Code, SourceMap Sources, PlainLocation? Name, string Refusal);

/// <summary>A module, equal by its text. Nobody changes the module.</summary>
internal sealed class IrCode : IEquatable<IrCode>
{
    public IrCode(IrModule module)
    {
        Module = module;
        Text = IrPrinter.Print(module);
    }

    public IrModule Module { get; }

    /// <summary>Free of positions: spans are numbers.</summary>
    public string Text { get; }

    public bool Equals(IrCode? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as IrCode);

    public override int GetHashCode() => Text.GetHashCode();
}
