using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Compiler.Output;

/// <summary>Joins code with positions: BTF of types, functions and lines, fault sites, and the object file's model.</summary>
public sealed class ObjectEmitter
{
    private const int PerCpuArray = 6; // BPF_MAP_TYPE_PERCPU_ARRAY

    private readonly CompiledModule _module;
    private readonly SourceMap _sources;
    private readonly BpfObject _object = new();
    private readonly LayoutCalculator _layouts;
    private readonly BtfTypeMap _btf;

    private ObjectEmitter(CompiledModule module, SourceMap sources)
    {
        _module = module;
        _sources = sources;
        _layouts = new LayoutCalculator(module.Module);
        _btf = new BtfTypeMap(_object.Types, _layouts);
    }

    public static BpfObject Emit(CompiledModule module, SourceMap sources) => new ObjectEmitter(module, sources).Emit();

    private BpfObject Emit()
    {
        _object.License = _module.Module.License;
        foreach (IrMap map in _module.Module.Maps)
            _object.Maps.Add(Map(map));
        if (_module.FaultSites.Count != 0 || _module.Programs.Any(static p => p.Relocations.Any(IsToFaults)))
            _object.Maps.Add(FaultMap());
        AddData();
        foreach (CompiledProgram program in _module.Programs)
            _object.Programs.Add(Program(program));
        AddKernelFunctions();
        _object.Info = Info();
        return _object;
    }

    private BpfMapDefinition Map(IrMap map)
    {
        BpfMapDefinition definition = Definition(map);
        definition.Slots.AddRange(map.Slots.Select(static s => new BpfMapSlot(s.Key, BtfNames.Mangle(s.Value))));
        return definition;
    }

    private BpfMapDefinition Definition(IrMap map) => new()
    {
        Name = BtfNames.Mangle(map.Name),
        MapType = map.MapType,
        KeySize = SizeOf(map.Key),
        ValueSize = SizeOf(map.Value),
        MaxEntries = map.MaxEntries,
        Flags = map.Flags,
        Extra = map.Extra,
        Pinning = map.Pinning,
        KeyTypeId = _btf.Id(map.Key),
        ValueTypeId = map.Inner is null ? _btf.Id(map.Value) : 0,
        Inner = map.Inner is null ? null : Map(map.Inner),
    };

    private static bool IsToFaults(BpfRelocation relocation) => relocation.Kind == BpfRelocationKind.Map && relocation.Symbol == CompiledProgram.FaultMapName;

    private BpfMapDefinition FaultMap() => new()
    {
        Name = CompiledProgram.FaultMapName,
        MapType = PerCpuArray,
        KeySize = sizeof(uint),
        ValueSize = sizeof(ulong),
        // A callback without a fault site still hands its status on to code that counts: that code never runs, and needs its map.
        MaxEntries = (uint)Math.Max(_module.FaultSites.Count, 1),
        KeyTypeId = _btf.Id(IrType.U32),
        ValueTypeId = _btf.Id(IrType.U64),
    };

    private int SizeOf(IrType type) => type.Kind == IrTypeKind.Void ? 0 : _layouts.SizeOf(type);

    private void AddData()
    {
        foreach (IGrouping<string, DataPlacement> section in new DataLayout(_module.Module).Placements.GroupBy(static p => p.Section))
        {
            var data = new BpfDataSection { Name = section.Key, Content = new byte[section.Max(static p => p.Offset + p.Size)] };
            foreach (DataPlacement placement in section)
            {
                if (placement.Global.Initial is { } initial)
                    Array.Copy(initial, 0, data.Content, placement.Offset, Math.Min(initial.Length, placement.Size));
                data.Variables.Add(new BpfVariable(BtfNames.Mangle(placement.Global.Name), placement.Offset, placement.Size, _btf.Id(placement.Global.Type)));
            }

            _object.DataSections.Add(data);
        }
    }

    private void AddKernelFunctions()
    {
        foreach (string name in _object.Programs.SelectMany(static p => p.Relocations).Where(static r => r.Kind == BpfRelocationKind.KernelFunction)
            .Select(static r => r.Symbol).Distinct().OrderBy(static n => n, StringComparer.Ordinal))
        {
            KernelPrototype prototype = KernelPrototype.TryParse(_module.Module.Helpers[name].Prototype)!;
            _object.KernelFunctions.Add(new BpfKernelFunction(name, KernelPrototypeTypes.Add(_object.Types, prototype)));
        }
    }

    private BpfProgramImage Program(CompiledProgram program)
    {
        var image = new BpfProgramImage { Name = BtfNames.Mangle(program.Program.Name), Section = program.Program.Section };
        image.Instructions.AddRange(program.Instructions);
        foreach (BpfRelocation relocation in program.Relocations)
        {
            image.Relocations.Add(relocation.Kind == BpfRelocationKind.Map
                ? relocation with { Symbol = BtfNames.Mangle(relocation.Symbol) }
                : relocation);
        }

        foreach (CompiledFunction function in program.Functions)
        {
            string name = function.Slot == 0 ? image.Name : BtfNames.Mangle(function.Name);
            image.Functions.Add(new BpfFunctionInfo(function.Slot, name, FunctionType(program.Program, function, name)));
        }

        LineTable.Fill(program, _sources, image.Lines);
        return image;
    }

    // A program is global; subprograms are static, so that the verifier looks at them with what their caller knows.
    private int FunctionType(IrProgram program, CompiledFunction function, string name)
    {
        bool isMain = function.Slot == 0;
        int context = _btf.PointerToKernelStruct(ProgramKind.Get(program.Kind).ContextStruct);
        var parameters = new List<BtfParameter>();
        foreach (CompiledParameter parameter in function.Parameters)
            parameters.Add(parameter.IsContext ? new("ctx", context) : new(BtfNames.Mangle(parameter.Name), ParameterType(parameter)));
        int prototype = _object.Types.Add(new BtfFunctionPrototype(_btf.Id(isMain ? IrType.I32 : IrType.U64), parameters));
        return _object.Types.Add(new BtfFunction(prototype, isMain ? 1 : 0) { Name = name });
    }

    private int ParameterType(CompiledParameter parameter) =>
        parameter.IsPointer && parameter.Type != IrType.Ptr ? _btf.PointerTo(parameter.Type) : _btf.Id(parameter.Type);

    private BpfSharpInfo Info()
    {
        var info = new BpfSharpInfo
        {
            TargetKernel = _module.TargetKernel,
            FaultMap = _module.FaultSites.Count == 0 ? null : CompiledProgram.FaultMapName,
        };
        info.DeviceBound.AddRange(_module.Programs.Where(static p => p.Program.IsDeviceBound).Select(static p => BtfNames.Mangle(p.Program.Name)));
        for (int id = 0; id < _module.FaultSites.Count; id++)
        {
            CompiledFaultSite site = _module.FaultSites[id];
            if (!site.IsUsed)
                continue;
            _sources.TryGet(site.Span, out SourcePosition position);
            info.FaultSites.Add(new BpfFaultSite(id, BtfNames.Mangle(site.Program), site.Kind.ToString(), position.File ?? "", position.Line, position.Column));
        }

        foreach (CompiledProgram program in _module.Programs.Where(static p => p.VerifierWork != 0))
            info.Work.Add(new BpfVerifierWork(BtfNames.Mangle(program.Program.Name), program.VerifierWork));
        return info;
    }
}
