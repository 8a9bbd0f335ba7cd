using System.Globalization;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>What a call passes for one parameter. A function is compiled once for each list of shapes that it is called with.</summary>
/// <param name="Pointee">Memory that a pointer leads to; none for numbers and maps.</param>
/// <param name="Bytes">How many of them may be accessed.</param>
/// <param name="Alignment">Of the stack's bytes, which the verifier wants accessed aligned.</param>
/// <param name="Map">Name of a map, which the function then names itself.</param>
internal readonly record struct ArgumentShape(IrPointee Pointee, int Bytes, int Alignment, string? Map)
{
    public static ArgumentShape Number => default;

    /// <summary>How far a place is from the packet's start, for a parameter that is a pointer: the function pulls, and finds the place anew.</summary>
    public static ArgumentShape Distance => new(IrPointee.Packet, 0, 0, null);

    /// <summary>False where the function has the value without being given it.</summary>
    public bool IsPassed => Pointee != IrPointee.Context && Map is null;

    public override string ToString()
    {
        if (Map is not null)
            return "map " + Map;
        if (Pointee == IrPointee.None)
            return "number";
        return Pointee == IrPointee.Context ? "context" : string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", Pointee, Bytes, Alignment).ToLowerInvariant();
    }
}
