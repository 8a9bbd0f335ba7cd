using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Compiler.Passes.Link;

namespace BpfSharp.Compiler.Passes.Generics;

/// <summary>
/// Lowered to closed: the functions that programs reach, each once for its type arguments, taken from the module or its libraries.
/// Types, helpers and functions that nothing reaches stay behind.
/// </summary>
public sealed class Monomorphiser
{
    // Generic recursion at ever larger types (F<T> calls F<Box<T>>) has no end.
    private const int MaxTypeDepth = 16;

    private readonly SymbolTable _symbols;
    private readonly IrModule _closed = new();
    private readonly LayoutCalculator _layouts;
    private readonly List<CompilerDiagnostic> _diagnostics;
    private readonly Queue<FunctionInstance> _queue = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _globals = new(StringComparer.Ordinal);

    private Monomorphiser(SymbolTable symbols, List<CompilerDiagnostic> diagnostics)
    {
        _symbols = symbols;
        _diagnostics = diagnostics;
        _layouts = new LayoutCalculator(Resolve);
    }

    public static IrModule Run(IrModule module, IReadOnlyList<IrModule> libraries, List<CompilerDiagnostic> diagnostics, CancellationToken cancellation = default)
    {
        var pass = new Monomorphiser(new SymbolTable(module, libraries), diagnostics);
        pass.CopyDeclarations(module);
        foreach (IrProgram program in module.Programs)
            pass.Request(program.Function, Array.Empty<IrType>(), -1, -1);
        while (pass._queue.Count != 0)
        {
            cancellation.ThrowIfCancellationRequested();
            FunctionInstance instance = pass._queue.Dequeue();
            pass._closed.Functions.Add(instance.Name, pass.Close(instance));
        }

        return pass._closed;
    }

    private void CopyDeclarations(IrModule module)
    {
        _closed.Name = module.Name;
        _closed.License = module.License;
        _closed.Spans = module.Spans;
        _closed.Maps.AddRange(module.Maps);
        _closed.Globals.AddRange(module.Globals);
        _closed.Programs.AddRange(module.Programs);
        foreach (IrMap map in module.Maps)
        {
            for (IrMap? shape = map; shape is not null; shape = shape.Inner)
            {
                Require(shape.Key, map.Span);
                Require(shape.Value, map.Span);
            }
        }

        foreach (IrGlobal global in module.Globals)
        {
            _globals.Add(global.Name);
            Require(global.Type, global.Span);
        }
    }

    // BTF describes these types although no instruction may name them.
    private void Require(IrType type, int span)
    {
        try
        {
            if (type.Kind == IrTypeKind.Named)
                _layouts.Get(type);
        }
        catch (IrFormatException problem)
        {
            Report("BPF3003", span, problem.Message);
        }
    }

    private IrTypeDefinition? Resolve(string name)
    {
        if (_closed.Types.TryGetValue(name, out IrTypeDefinition? definition))
            return definition;
        definition = _symbols.Type(name);
        if (definition is not null)
            _closed.Types.Add(name, definition);
        return definition;
    }

    private string Request(string function, IReadOnlyList<IrType> arguments, int span, int origin)
    {
        string name = FunctionInstance.NameOf(function, arguments);
        if (!_known.Add(name))
            return name;
        int place = span >= 0 ? span : origin;
        IrFunction? definition = _symbols.Function(function);
        if (definition is null)
            Report("BPF3001", place, function);
        else if (definition.GenericArity != arguments.Count)
            Report("BPF3003", place, $"{function} has {definition.GenericArity} type parameters and is given {arguments.Count}");
        else if (arguments.Any(static a => Depth(a) > MaxTypeDepth))
            Report("BPF3004", place, function);
        else
            _queue.Enqueue(new FunctionInstance(name, definition, arguments, place));
        return name;
    }

    private static int Depth(IrType type) => type.Arguments.Count == 0 ? 1 : 1 + type.Arguments.Max(Depth);

    private IrFunction Close(FunctionInstance instance)
    {
        IrFunction definition = instance.Definition;
        var function = new IrFunction(instance.Name, 0, definition.ReturnType) { Span = definition.Span, NoInlining = definition.NoInlining };
        foreach (IrParameterInfo parameter in definition.Parameters)
            function.Parameters.Add(new IrParameterInfo(parameter.Name, parameter.SourceType.Substitute(instance.Arguments)));
        if (function.NoInlining)
            function.Parameters.ForEach(p => Require(p.SourceType, definition.Span));
        function.Blocks.AddRange(new IrCloner().Clone(definition.Blocks));
        TypeTests.Decide(function, instance.Arguments);
        var constants = new ValueMap();
        foreach (IrBlock block in function.Blocks)
        {
            int before = constants.Count;
            foreach (IrInstruction instruction in block.Instructions)
            {
                try
                {
                    Close(instruction, instance, constants);
                }
                catch (IrFormatException problem)
                {
                    Report("BPF3003", instruction.Span >= 0 ? instruction.Span : instance.Origin, problem.Message);
                }
            }

            if (constants.Count != before)
                block.Instructions.RemoveAll(constants.Replaces);
        }

        constants.Apply(function);
        return function;
    }

    private void Close(IrInstruction instruction, FunctionInstance instance, ValueMap constants)
    {
        IrType? type = instruction.TypeArgument?.Substitute(instance.Arguments);
        switch (instruction.Op)
        {
            case IrOp.Slot or IrOp.Copy or IrOp.Zero or IrOp.Elem when type is not null:
                instruction.Immediate = _layouts.SizeOf(type);
                instruction.TypeArgument = null;
                break;
            case IrOp.Load or IrOp.Store or IrOp.Atomic or IrOp.CtxLoad or IrOp.CtxStore when type is not null:
                CloseAccess(instruction, _layouts.Underlying(type));
                if (instruction.Op is IrOp.CtxLoad or IrOp.CtxStore && _symbols.ContextField(instruction.Symbol!) is { } field)
                    _closed.ContextFields[field.Name] = field;
                break;
            case IrOp.SizeOf when type is not null:
                constants.Replace(instruction, IrConstant.I32(_layouts.SizeOf(type)));
                break;
            case IrOp.Field when type is not null:
                CloseField(instruction, type, constants);
                break;
            case IrOp.Call or IrOp.FuncAddr:
                instruction.Symbol = Request(instruction.Symbol!, Substitute(instruction.CallArguments, instance), instruction.Span, instance.Origin);
                instruction.CallArguments = Array.Empty<IrType>();
                break;
            case IrOp.CallConstrained when type is not null:
                CloseConstrained(instruction, type, instance);
                break;
            case IrOp.Helper:
                RequireHelper(instruction.Symbol!);
                break;
            case IrOp.GlobalAddr:
                RequireGlobal(instruction.Symbol!);
                break;
        }
    }

    private static void CloseAccess(IrInstruction instruction, IrType type)
    {
        if (!type.IsPrimitive)
            throw new IrFormatException($"{IrOpTable.Get(instruction.Op).Name} of {type}, which is no primitive");
        instruction.TypeArgument = type;
        // A context's data and data_end are u32 in memory and pointers as values.
        if (instruction.Op is IrOp.Load or IrOp.Atomic)
            instruction.Type = type.ValueType;
    }

    private void CloseField(IrInstruction instruction, IrType type, ValueMap constants)
    {
        if (!_layouts.Get(type).TryGetField(instruction.Symbol!, out FieldLayout field))
            throw new IrFormatException($"{type} has no field '{instruction.Symbol}'");
        if (field.Offset == 0)
        {
            constants.Replace(instruction, instruction.Operands[0]);
            return;
        }

        instruction.Op = IrOp.PtrAdd;
        instruction.TypeArgument = null;
        instruction.Symbol = null;
        instruction.Operands.Add(IrConstant.I64(field.Offset));
    }

    private void CloseConstrained(IrInstruction instruction, IrType type, FunctionInstance instance)
    {
        string member = instruction.Symbol!;
        if (PrimitiveMembers.TryMake(member, type, Substitute(instruction.CallArguments, instance)) is { } known)
        {
            if (_known.Add(known.Name))
                _closed.Functions.Add(known.Name, known);
            BecomeCall(instruction, known.Name);
            return;
        }

        string? name = PrimitiveTypeNames.Of(type);
        IrTypeDefinition? definition = name is null ? null : type.Kind == IrTypeKind.Named ? Resolve(name) : _symbols.Type(name);
        if (definition is null || !definition.Implementations.TryGetValue(member, out string? implementation))
        {
            Report("BPF3002", instruction.Span >= 0 ? instruction.Span : instance.Origin, type.ToString(), member);
            implementation = member;
        }

        // The implementing method is generic over its type's parameters, then its own.
        List<IrType> arguments = type.Arguments.ToList();
        arguments.AddRange(Substitute(instruction.CallArguments, instance));
        if (definition is not null && definition.Implementations.ContainsKey(member))
            implementation = Request(implementation, arguments, instruction.Span, instance.Origin);
        BecomeCall(instruction, implementation);
    }

    private static void BecomeCall(IrInstruction instruction, string function)
    {
        instruction.Op = IrOp.Call;
        instruction.Symbol = function;
        instruction.TypeArgument = null;
        instruction.CallArguments = Array.Empty<IrType>();
    }

    private void RequireHelper(string name)
    {
        if (_closed.Helpers.ContainsKey(name))
            return;
        _closed.Helpers.Add(name, _symbols.Helper(name) ?? throw new IrFormatException($"helper {name} is not declared"));
    }

    // Globals and constant data of a library come into the object where a body that is reached names them.
    private void RequireGlobal(string name)
    {
        // One that nobody declares is the module verifier's to report.
        if (!_globals.Add(name) || _symbols.Global(name) is not { } global)
            return;
        _closed.Globals.Add(new IrGlobal { Name = name, Type = global.Type, IsConstant = global.IsConstant, Initial = global.Initial });
        _layouts.Get(global.Type);
    }

    private static IReadOnlyList<IrType> Substitute(IReadOnlyList<IrType> types, FunctionInstance instance) =>
        types.Count == 0 ? types : types.Select(t => t.Substitute(instance.Arguments)).ToArray();

    private void Report(string id, int span, params string[] arguments) => _diagnostics.Add(new CompilerDiagnostic(id, span, arguments));
}
