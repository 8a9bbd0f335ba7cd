using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Gather;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Static fields as the IR has them: maps, load-time constants, and globals, those of other classes under their full names.</summary>
internal sealed class GlobalTable
{
    private readonly ModuleLowering _module;
    private readonly Dictionary<IFieldSymbol, string> _names = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IFieldSymbol, (long Least, long Greatest)> _bounds = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<IFieldSymbol, GatheredGlobal?> _fields = new(SymbolEqualityComparer.Default);

    public GlobalTable(ModuleLowering module) => _module = module;

    /// <summary>The declarations of the program class, in source order.</summary>
    public void Declare(GatheredClass gathered)
    {
        foreach (GatheredMap map in gathered.Maps)
            DeclareMap(map);
        foreach (GatheredConstant constant in gathered.Constants)
        {
            DeclareVariable(constant.Field, constant.Name, constant.Type, constant.Initial, isConstant: true);
            if (constant is { Minimum: { } minimum, Maximum: { } maximum } && minimum >= long.MinValue && maximum <= long.MaxValue)
                _bounds.Add(constant.Field, ((long)minimum, (long)maximum));
        }

        foreach (GatheredGlobal global in gathered.Globals)
            DeclareVariable(global.Field, global.Name, global.Field.Type, global.Initial, isConstant: false);
    }

    /// <summary>Value of a load-time constant: within its <c>[Range]</c>, where it has one.</summary>
    public IrValue ConstantValue(MethodLowering method, IOperation constant, ITypeSymbol type, IOperation at)
    {
        IrValue value = method.LoadFrom(method.Value(constant), type, at);
        if (value is IrInstruction { Op: IrOp.Load } load && constant is IFieldReferenceOperation { Field: var field } && _bounds.TryGetValue(field, out (long Least, long Greatest) bounds))
            load.Bounds = bounds;
        return value;
    }

    public IrValue MapAddress(MethodLowering method, IFieldSymbol field, IOperation at) => OfProgramClass(method, field, at, IrOp.MapAddr);

    public IrValue ConstantAddress(MethodLowering method, IFieldSymbol field, IOperation at) => OfProgramClass(method, field, at, IrOp.GlobalAddr);

    /// <summary>A readonly field with a constant initialiser is that constant, as the JIT has it too; null for others.</summary>
    public IrValue? FoldedValue(MethodLowering method, IFieldSymbol field)
    {
        if (!field.IsReadOnly || method.Types.Memory(field.Type) is not { IsPrimitive: true } memory || Find(field) is not { } global || HasStaticConstructor(field))
            return null;
        ulong bits = 0;
        byte[] bytes = global.Initial ?? Array.Empty<byte>();
        for (int i = 0; i < bytes.Length; i++)
            bits |= (ulong)bytes[i] << (8 * i);
        int unused = 64 - (8 * memory.PrimitiveSize);
        long value = memory.IsSigned ? unchecked((long)(bits << unused)) >> unused : unchecked((long)bits);
        return Literals.Constant(memory, value);
    }

    public IrValue Address(MethodLowering method, IFieldSymbol field, IOperation at)
    {
        if (!_names.TryGetValue(field, out string? name))
        {
            name = FullName(field);
            if (IsOfLibrary(field, name))
                return method.Emit.Symbol(IrOp.GlobalAddr, name);
            if (HasStaticConstructor(field))
                method.Report("BPF1034", at, field.ContainingType.Name);
            if (field.ContainingType.IsGenericType || Find(field) is not { } global || method.Types.Source(field.Type) is null)
                return method.Refuse("BPF1042", at, field.Name);
            DeclareVariable(field, name, field.Type, global.Initial, isConstant: false);
        }

        return method.Emit.Symbol(IrOp.GlobalAddr, name);
    }

    // A field that bodies of its assembly use is declared there.
    private bool IsOfLibrary(IFieldSymbol field, string name) =>
        !SymbolEqualityComparer.Default.Equals(field.ContainingAssembly, _module.Compilation.Assembly) && _module.Libraries.ContainsGlobal(name);

    private static string FullName(IFieldSymbol field) => MetadataNames.Of(field.ContainingType) + "." + field.Name;

    private static bool HasStaticConstructor(IFieldSymbol field) => field.ContainingType.StaticConstructors.Any(static c => !c.IsImplicitlyDeclared);

    // Null where the field is of another assembly, or its type or initial value can't be in an object.
    private GatheredGlobal? Find(IFieldSymbol field)
    {
        if (!_fields.TryGetValue(field, out GatheredGlobal? global))
        {
            var diagnostics = new List<GatheredDiagnostic>();
            if (SymbolEqualityComparer.Default.Equals(field.ContainingAssembly, _module.Compilation.Assembly))
                global = GlobalGatherer.Gather(field, new FieldInitializers(_module.Compilation, _module.Cancellation), diagnostics);
            foreach (GatheredDiagnostic diagnostic in diagnostics)
                _module.Diagnostics.Report(diagnostic.Id, _module.Spans.Of(diagnostic.Location), diagnostic.Arguments);
            _fields.Add(field, global);
        }

        return global;
    }

    private IrValue OfProgramClass(MethodLowering method, IFieldSymbol field, IOperation at, IrOp op)
    {
        if (_names.TryGetValue(field, out string? name))
            return method.Emit.Symbol(op, name);
        // The gatherer has said what is wrong with a declaration of the class itself.
        if (SymbolEqualityComparer.Default.Equals(field.ContainingType, _module.ProgramClass))
            return IrConstant.Null();
        method.Report("BPF1041", at, field.Name, field.ContainingType.Name);
        return IrConstant.Null();
    }

    private void DeclareMap(GatheredMap map)
    {
        if (Shape(map, map.Name) is not { } shape)
            return;
        foreach (GatheredSlot slot in map.Slots)
            shape.Slots.Add(new KeyValuePair<int, string>(slot.Index, slot.Name));
        _names.Add(map.Field, map.Name);
        _module.Module.Maps.Add(shape);
    }

    private IrMap? Shape(GatheredMap map, string name)
    {
        if (KeyOrValue(map.Key, map.KeySize) is not { } key || KeyOrValue(map.Value, map.ValueSize) is not { } value)
        {
            Refuse(map.Field, map.Key);
            Refuse(map.Field, map.Value);
            return null;
        }

        IrMap? inner = map.Inner is null ? null : Shape(map.Inner, name + ".inner");
        return map.Inner is not null && inner is null ? null : new IrMap
        {
            Name = name,
            Inner = inner,
            Since = map.Since,
            MapType = map.MapType,
            Key = key,
            Value = value,
            MaxEntries = map.MaxEntries,
            Flags = map.Flags,
            Extra = map.Extra,
            Pinning = map.Pinning,
            Span = _module.Spans.Of(map.Field.Locations.FirstOrDefault()),
        };
    }

    // What the gatherer lets pass and programs can't have all the same; it has reported the rest.
    private void Refuse(IFieldSymbol field, ITypeSymbol? type)
    {
        if (type is not null && _module.Types.Source(type) is null && MemoryLayout.WhyNotShared(type, allowBool: true) is null && !TypeRules.IsError(type) && TypeRules.Refusal(type) is { } refusal)
            _module.Diagnostics.Report(refusal.Rule, _module.Spans.Of(field.Locations.FirstOrDefault()), refusal.Arguments);
    }

    private IrType? KeyOrValue(ITypeSymbol? type, int size) => type is not null ? _module.Types.Source(type) : size switch
    {
        0 => IrType.Void,
        4 => IrType.U32,
        8 => IrType.U64,
        _ => null,
    };

    private void DeclareVariable(IFieldSymbol field, string name, ITypeSymbol type, byte[]? initial, bool isConstant)
    {
        if (_module.Types.Source(type) is not { } mapped)
        {
            Refuse(field, type);
            return;
        }

        _names.Add(field, name);
        int span = _module.Spans.Of(field.Locations.FirstOrDefault());
        _module.Module.Globals.Add(new IrGlobal { Name = name, Type = mapped, IsConstant = isConstant, Initial = initial, Span = span });
    }
}
