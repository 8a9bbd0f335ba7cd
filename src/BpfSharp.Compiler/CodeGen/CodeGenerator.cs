using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Emission;
using BpfSharp.Compiler.CodeGen.Frame;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;
using BpfSharp.Compiler.CodeGen.Selection;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler.CodeGen;

/// <summary>Safe IR to instructions: selection, register allocation, block layout, frame, encoding.</summary>
public static class CodeGenerator
{
    /// <param name="function">The program's body as safe IR.</param>
    /// <param name="faultSites">Fault sites of the whole module: a site's number is its index. New ones are added.</param>
    /// <returns>Null where a diagnostic says why there is no code.</returns>
    public static CompiledProgram? Generate(
        IrModule module,
        IrProgram program,
        IrFunction function,
        CompilerOptions options,
        List<CompiledFaultSite> faultSites,
        List<CompilerDiagnostic> diagnostics)
    {
        int before = diagnostics.Count;
        var features = new TargetFeatures(options.TargetKernel);
        var input = new SelectionInput(module, program, function, new DataLayout(module), features, faultSites, diagnostics);
        MachineFunction code = Selector.Run(input);
        RegisterAllocator.Run(code);
        DeadSpills.Run(code);
        CodeCleanup.Run(code);
        BlockOrder.Run(code);
        ShortExits.Run(code);
        if (!FrameLayout.TryRun(code, out int stackBytes))
            diagnostics.Add(new CompilerDiagnostic("BPF3501", function.Span, program.Name, stackBytes.ToString(System.Globalization.CultureInfo.InvariantCulture), FrameLayout.Describe(code)));
        if (diagnostics.Count != before)
            return null;

        var result = new CompiledProgram(program) { StackBytes = stackBytes };
        result.Functions.Add(new CompiledFunction(0, program.Name, function.Span));
        if (!Encoder.TryRun(code, features, result))
            diagnostics.Add(new CompilerDiagnostic("BPF3503", function.Span, program.Name));
        options.Hooks?.Encoded(result);
        return diagnostics.Count == before ? result : null;
    }
}
