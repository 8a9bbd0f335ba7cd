using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>A variable: local, parameter, field, or what a ref refers to.</summary>
internal sealed class AddressPlace : Place
{
    public AddressPlace(ITypeSymbol type, IrValue address)
        : base(type) => Address = address;

    public IrValue Address { get; }

    public override IrValue Read(MethodLowering method, IOperation at) => method.LoadFrom(Address, Type, at);

    public override void Write(MethodLowering method, IrValue value, IOperation at) => method.StoreTo(Address, value, Type, at);
}
