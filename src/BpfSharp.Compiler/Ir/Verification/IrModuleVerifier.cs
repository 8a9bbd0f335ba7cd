using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Compiler.Ir.Verification;

/// <summary>Checks a closed module: each function by itself, and that calls, helpers, maps and globals are what their declarations say. Library code comes from elsewhere, and may be damaged.</summary>
public static class IrModuleVerifier
{
    /// <returns>What is wrong; empty for a good module.</returns>
    public static IReadOnlyList<string> Check(IrModule module)
    {
        var problems = new List<string>();
        foreach (IrFunction function in module.Functions.Values.OrderBy(static f => f.Name, System.StringComparer.Ordinal))
        {
            IReadOnlyList<string> own = IrVerifier.Check(function, IrStage.Closed);
            problems.AddRange(own.Select(p => $"{function.Name}: {p}"));
            foreach (IrBlock block in function.Blocks)
            {
                foreach (IrInstruction instruction in block.Instructions)
                {
                    if (CheckNames(module, instruction) is { } problem)
                        problems.Add($"{function.Name}: '{instruction}' {problem}");
                }
            }
        }

        foreach (IrProgram program in module.Programs)
        {
            if (module.Functions.TryGetValue(program.Function, out IrFunction? function) && !IsProgram(function))
                problems.Add($"{program.Function} is no function of a context that gives a verdict");
        }

        return problems;
    }

    private static string? CheckNames(IrModule module, IrInstruction instruction)
    {
        switch (instruction.Op)
        {
            case IrOp.Call:
                return module.Functions.TryGetValue(instruction.Symbol ?? "", out IrFunction? callee) ? CheckCall(instruction, callee) : "calls what does not exist";
            case IrOp.Helper:
                return module.Helpers.TryGetValue(instruction.Symbol ?? "", out IrHelper? helper) ? CheckHelper(instruction, helper) : "calls a helper that is not declared";
            case IrOp.FuncAddr:
                return module.Functions.TryGetValue(instruction.Symbol ?? "", out IrFunction? function) && function.Blocks.Count != 0 ? null : "names a function that does not exist";
            case IrOp.MapAddr:
                return module.Maps.Exists(m => m.Name == instruction.Symbol) ? null : "names a map that does not exist";
            case IrOp.GlobalAddr:
                return module.Globals.Exists(g => g.Name == instruction.Symbol) ? null : "names a global that does not exist";
            default:
                return null;
        }
    }

    private static string? CheckHelper(IrInstruction call, IrHelper helper)
    {
        if (helper.IsKernelFunction && KernelPrototype.TryParse(helper.Prototype) is null)
            return $"calls a kernel function that is declared as '{helper.Prototype}'";
        bool takesMore = (helper.Arguments.Contains(IrHelperArgument.Callback) || helper.Arguments.Contains(IrHelperArgument.RecordCallback)) && helper.Arguments.Count < call.Operands.Count;
        return takesMore || helper.Arguments.Count == call.Operands.Count ? null : $"has {call.Operands.Count} arguments instead of {helper.Arguments.Count}";
    }

    private static string? CheckCall(IrInstruction call, IrFunction callee)
    {
        if (callee.Blocks.Count == 0)
            return "calls an empty function";
        if (call.Type != callee.ReturnType)
            return $"expects {call.Type} from a function that returns {callee.ReturnType}";
        List<IrParameter> parameters = callee.Entry.Parameters;
        bool fits = call.Operands.Count == parameters.Count;
        for (int i = 0; i < parameters.Count && fits; i++)
            fits = call.Operands[i].Type == parameters[i].Type;
        return fits ? null : "has arguments of other types than the function's parameters";
    }

    private static bool IsProgram(IrFunction function) =>
        function.ReturnType == IrType.I32 && function.Blocks.Count != 0 && function.Entry.Parameters.Count == 1 && function.Entry.Parameters[0].Type == IrType.Ptr;
}
