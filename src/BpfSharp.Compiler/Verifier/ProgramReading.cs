using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Objects.Model;

namespace BpfSharp.Compiler.Verifier;

/// <summary>From what the compiler made to what the verifier sees.</summary>
internal sealed class ProgramReading
{
    private const string LockName = "bpf_spin_lock";

    private readonly IrModule _module;
    private readonly LayoutCalculator _layouts;
    private readonly VerifierProgram _result;
    private readonly Dictionary<string, int> _maps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KernelFunction> _functions = new(StringComparer.Ordinal);

    private ProgramReading(IrModule module, CompiledProgram program)
    {
        _module = module;
        _layouts = new LayoutCalculator(module);
        _result = new VerifierProgram(program.Program.Kind);
    }

    public static VerifierProgram Read(IrModule module, CompiledProgram program)
    {
        var reading = new ProgramReading(module, program);
        VerifierProgram result = reading._result;
        result.Instructions.AddRange(program.Instructions);
        result.Functions.AddRange(program.Functions.Select(static f => f.Slot));
        foreach (BpfRelocation relocation in program.Relocations)
        {
            if (relocation.Kind is BpfRelocationKind.Map or BpfRelocationKind.Data)
                result.Symbols.Add(relocation.Slot, (reading.MapOf(relocation), relocation.Offset));
            else if (relocation.Kind == BpfRelocationKind.KernelFunction)
                result.KernelFunctions.Add(relocation.Slot, reading.FunctionOf(relocation.Symbol));
        }

        // Of helpers that are declared for several kinds of maps, the one with most arguments says what the kernel looks at.
        foreach (IrHelper helper in module.Helpers.Values.Where(static h => !h.IsKernelFunction))
        {
            if (!result.Helpers.TryGetValue(helper.Id, out IrHelper? known) || known.Arguments.Count < helper.Arguments.Count)
                result.Helpers[helper.Id] = helper;
        }

        // A lookup is one for all kinds of maps, and the fault counter is looked up by code that no C# asked for.
        var lookup = new IrHelper { Id = KnownHelpers.MapLookup, Effects = IrHelperEffects.ReturnsMapValue };
        lookup.Arguments.Add(IrHelperArgument.Map);
        lookup.Arguments.Add(IrHelperArgument.MapKey);
        result.Helpers[lookup.Id] = lookup;
        return result;
    }

    private KernelFunction FunctionOf(string name)
    {
        if (_functions.TryGetValue(name, out KernelFunction? known))
            return known;
        IrHelper helper = _module.Helpers[name];
        var function = new KernelFunction(name, KernelPrototype.TryParse(helper.Prototype)!, helper.Effects);
        _functions.Add(name, function);
        if (!_result.Structures.Contains(function.Prototype.Result.Type))
            _result.Structures.Add(function.Prototype.Result.Type);
        return function;
    }

    private int MapOf(BpfRelocation relocation)
    {
        if (_maps.TryGetValue(relocation.Symbol, out int known))
            return known;
        int index = relocation.Kind == BpfRelocationKind.Data ? AddSection(relocation.Symbol)
            : relocation.Symbol == CompiledProgram.FaultMapName ? Add(new VerifierMap(VerifierMap.PerCpuArray, sizeof(uint), sizeof(ulong), uint.MaxValue))
            : Add(_module.Maps.First(m => m.Name == relocation.Symbol));
        _maps.Add(relocation.Symbol, index);
        return index;
    }

    private int Add(IrMap map)
    {
        int inner = map.Inner is null ? 0 : Add(map.Inner);
        return Add(new VerifierMap(map.MapType, SizeOf(map.Key), SizeOf(map.Value), map.MaxEntries, HasLock(map.Value), inner));
    }

    private int Add(VerifierMap map)
    {
        _result.Maps.Add(map);
        return _result.Maps.Count - 1;
    }

    private int AddSection(string name)
    {
        List<DataPlacement> placements = new DataLayout(_module).Placements.FindAll(p => p.Section == name);
        int size = placements.Max(static p => p.Offset + p.Size);
        byte[]? content = null;
        if (name == DataLayout.ReadOnly)
        {
            content = new byte[size];
            foreach (DataPlacement placement in placements.Where(static p => p.Global.Initial is not null))
                Array.Copy(placement.Global.Initial!, 0, content, placement.Offset, Math.Min(placement.Global.Initial!.Length, placement.Size));
        }

        return Add(new VerifierMap(VerifierMap.Array, sizeof(uint), size, 1, Content: content));
    }

    private int SizeOf(IrType type) => type.Kind == IrTypeKind.Void ? 0 : _layouts.SizeOf(type);

    private bool HasLock(IrType type) => type.Kind == IrTypeKind.Named
        && _layouts.Get(type).Fields.Any(f => f.Type.Kind == IrTypeKind.Named && _layouts.Definition(f.Type).KernelName == LockName);
}
