using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>A property or indexer that returns by value, with its receiver and arguments evaluated.</summary>
internal sealed class PropertyPlace : Place
{
    private readonly IPropertyReferenceOperation _reference;
    private readonly IrValue? _receiver;
    private readonly IReadOnlyList<IrValue> _arguments;

    public PropertyPlace(IPropertyReferenceOperation reference, IrValue? receiver, IReadOnlyList<IrValue> arguments)
        : base(reference.Type!)
    {
        _reference = reference;
        _receiver = receiver;
        _arguments = arguments;
    }

    public override IrValue Read(MethodLowering method, IOperation at) => PropertyAccess.Get(method, _reference, _receiver, _arguments);

    public override void Write(MethodLowering method, IrValue value, IOperation at) => PropertyAccess.Set(method, _reference, _receiver, _arguments, value);
}
