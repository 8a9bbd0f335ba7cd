using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Where the variables of a method live. A by-value variable has its own memory; a ref local's slot holds the address that it refers to.</summary>
internal sealed class LocalTable
{
    private readonly MethodLowering _method;
    private readonly Dictionary<ILocalSymbol, IrValue> _locals = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IParameterSymbol, IrValue> _addresses = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IParameterSymbol, IrValue> _references = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IParameterSymbol, IrValue> _values = new(SymbolEqualityComparer.Default);

    public LocalTable(MethodLowering method) => _method = method;

    public IrValue Slot(ILocalSymbol local, IOperation at)
    {
        if (!_locals.TryGetValue(local, out IrValue? slot))
        {
            IrType type = local.RefKind != RefKind.None ? IrType.Ptr : _method.SourceType(local.Type, at);
            slot = _method.Emit.Slot(type, local.Name);
            _locals.Add(local, slot);
        }

        return slot;
    }

    /// <summary>A local of a function around, whose memory is there.</summary>
    public void DeclareCaptured(ILocalSymbol local, IrValue address) => _locals.Add(local, address);

    /// <summary>A parameter in memory, or what a by-ref parameter refers to.</summary>
    public void DeclareAddress(IParameterSymbol parameter, IrValue address) => _addresses.Add(parameter, address);

    /// <summary>A by-ref parameter that is reassigned: its address lies in a slot.</summary>
    public void DeclareReference(IParameterSymbol parameter, IrValue slot) => _references.Add(parameter, slot);

    /// <summary>A parameter that is only read.</summary>
    public void DeclareValue(IParameterSymbol parameter, IrValue value) => _values.Add(parameter, value);

    public IrValue? Value(IParameterSymbol parameter) => _values.TryGetValue(parameter, out IrValue? value) ? value : null;

    /// <summary>Where a parameter's memory is; null for one that has none.</summary>
    public IrValue? AddressOf(IParameterSymbol parameter) => _addresses.TryGetValue(parameter, out IrValue? address) ? address : null;

    /// <summary>Null for a parameter of another function.</summary>
    public IrValue? Address(IParameterSymbol parameter, IOperation at)
    {
        if (_addresses.TryGetValue(parameter, out IrValue? address))
            return address;
        if (_references.TryGetValue(parameter, out IrValue? slot))
            return _method.Emit.Load(IrType.Ptr, slot);
        return _values.TryGetValue(parameter, out IrValue? value) ? _method.CopyToTemporary(value, parameter.Type, at) : null;
    }

    public IrValue? RefSlot(IParameterSymbol parameter) => _references.TryGetValue(parameter, out IrValue? slot) ? slot : null;
}
