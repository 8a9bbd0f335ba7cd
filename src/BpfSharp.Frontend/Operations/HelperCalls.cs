using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>Calls of <c>[BpfHelper]</c> and <c>[BpfKfunc]</c> methods, by their declaration alone.</summary>
internal static class HelperCalls
{
    public static IrValue? Emit(MethodLowering method, IMethodSymbol target, AttributeData attribute, IrValue? receiver, IReadOnlyList<IrValue> arguments, IOperation at)
    {
        if (!method.Module.Helpers.TryDeclare(target.OriginalDefinition, attribute, out IrHelper? helper, out string problem))
            return method.Refuse("BPF1039", at, target.Name, problem);

        var call = new IrInstruction(IrOp.Helper, ResultType(target, method.Types)) { Symbol = helper.Name };
        if (receiver is not null)
            call.Operands.Add(receiver);
        var captured = new List<IrValue>();
        for (int i = 0; i < arguments.Count; i++)
        {
            if (method.Callbacks.TryGetValue(arguments[i], out IReadOnlyList<IrValue>? variables) && HelperTable.IsLater(target.Parameters[i]))
                PassLater(method, arguments[i], variables, call.Operands, at);
            else if (variables is not null)
                PassCallback(arguments[i], variables, call.Operands, captured);
            else if (HelperTable.IsEnvironment(target.Parameters[i]))
                captured.Insert(0, arguments[i]);
            else
                Pass(method, target.Parameters[i], arguments[i], call.Operands, at);
        }

        call.Operands.AddRange(captured);
        method.Emit.Add(call);
        if (target.ReturnsVoid)
            return null;
        return call.Type == IrType.I64 ? NumericConversions.Convert(method.Emit, call, IrType.I64, method.MemoryType(target.ReturnType, at), isChecked: false) : call;
    }

    // Behind a callback the kernel takes its environment, which code generation makes, and flags, of which there are none.
    private static void PassCallback(IrValue function, IReadOnlyList<IrValue> variables, List<IrValue> operands, List<IrValue> captured)
    {
        operands.Add(function);
        operands.Add(IrConstant.Null());
        operands.Add(IrConstant.I64(0));
        captured.AddRange(variables);
    }

    // There is no environment that would live so long.
    private static void PassLater(MethodLowering method, IrValue function, IReadOnlyList<IrValue> variables, List<IrValue> operands, IOperation at)
    {
        operands.Add(function);
        if (variables.Count != 0)
            method.Refuse("BPF1055", at, "it uses variables of this method, which are gone when it is called; make it static, and keep what it needs in the value");
    }

    private static IrType ResultType(IMethodSymbol target, TypeTable types)
    {
        if (target.ReturnsVoid)
            return IrType.Void;
        return target.RefKind != RefKind.None || types.Memory(target.ReturnType) == IrType.Ptr ? IrType.Ptr : IrType.I64;
    }

    private static void Pass(MethodLowering method, IParameterSymbol parameter, IrValue value, List<IrValue> operands, IOperation at)
    {
        if (parameter.RefKind == RefKind.None && SpanMembers.ElementType(parameter.Type) is { } element)
        {
            IrType elementType = method.SourceType(element, at);
            operands.Add(SpanMembers.Reference(method, value, parameter.Type, at));
            operands.Add(SpanMembers.ByteLength(method, value, parameter.Type, elementType, at));
            return;
        }

        // The class of maps and contexts as such may be no type of programs: those pass as pointers.
        IrType? memory = parameter.RefKind == RefKind.None ? method.Types.Memory(parameter.Type) : null;
        bool isNumber = memory is { IsPrimitive: true } && memory != IrType.Ptr;
        operands.Add(isNumber ? NumericConversions.Convert(method.Emit, value, memory!, IrType.I64, isChecked: false) : value);
    }
}
