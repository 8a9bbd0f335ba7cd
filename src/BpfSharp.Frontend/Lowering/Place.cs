using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Something that can be assigned to, already evaluated: what stands left of '='.</summary>
internal abstract class Place
{
    protected Place(ITypeSymbol type) => Type = type;

    public ITypeSymbol Type { get; }

    /// <summary>The value (scalar), or where it lies (aggregate).</summary>
    public abstract IrValue Read(MethodLowering method, IOperation at);

    /// <param name="value">Scalar, or where the aggregate lies.</param>
    public abstract void Write(MethodLowering method, IrValue value, IOperation at);
}
