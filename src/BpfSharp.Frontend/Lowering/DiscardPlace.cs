using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary><c>_ = value</c>: evaluated, kept nowhere.</summary>
internal sealed class DiscardPlace : Place
{
    public DiscardPlace(ITypeSymbol type)
        : base(type)
    {
    }

    public override IrValue Read(MethodLowering method, IOperation at) => method.Poison(Type);

    public override void Write(MethodLowering method, IrValue value, IOperation at)
    {
    }
}
