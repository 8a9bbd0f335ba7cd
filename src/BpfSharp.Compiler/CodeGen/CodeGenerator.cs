using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Emission;
using BpfSharp.Compiler.CodeGen.Frame;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.Registers;
using BpfSharp.Compiler.CodeGen.Selection;
using BpfSharp.Compiler.CodeGen.WalkOrder;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler.CodeGen;

/// <summary>Safe IR to instructions: selection, register allocation, block layout, frame, encoding.</summary>
public static class CodeGenerator
{
    /// <param name="functions">The program's body as safe IR, then those of its subprograms.</param>
    /// <param name="faultSites">Fault sites of the whole module: a site's number is its index. New ones are added.</param>
    /// <returns>Null where a diagnostic says why there is no code.</returns>
    public static CompiledProgram? Generate(
        IrModule module,
        IrProgram program,
        IReadOnlyList<IrFunction> functions,
        CompilerOptions options,
        List<CompiledFaultSite> faultSites,
        List<CompilerDiagnostic> diagnostics)
    {
        int before = diagnostics.Count;
        var features = new TargetFeatures(options.TargetKernel);
        var data = new DataLayout(module);
        var names = new FunctionNames(program);
        var frames = new List<FunctionFrame>();
        var codes = new List<MachineFunction>();
        foreach (IrFunction function in functions)
        {
            MachineFunction code = Selector.Run(new SelectionInput(module, program, function, data, features, faultSites, diagnostics));
            codes.Add(code);
            RegisterAllocator.Run(code, features.BoundsSpilledNumbers);
            DeadSpills.Run(code);
            HeldSpills.Run(code);
            CodeCleanup.Run(code);
            FaultLengths.Run(code, faultSites, mayRelease: functions.Count == 1);
            frames.Add(new FunctionFrame(function.Name, names.Of(function), FrameLayout.Run(code), FrameLayout.Describe(code), Called(code)));
            SettledFrame.Run(code);
            RedundantStores.Run(code);
            FrameCopies.Run(code);
            CodeCleanup.Run(code);
            LoopLatches.Run(code);
            BlockOrder.Run(code);
            ShortExits.Run(code);
            ColdExits.Run(code);
        }

        IReadOnlyList<FunctionFrame> deepest = CallChains.Deepest(frames);
        var result = new CompiledProgram(program) { StackBytes = CallChains.BytesOf(deepest) };
        if (result.StackBytes > CallChains.MaxBytes)
            diagnostics.Add(new CompilerDiagnostic("BPF3501", functions[0].Span, program.Name, result.StackBytes.ToString(CultureInfo.InvariantCulture), CallChains.Describe(deepest)));
        if (diagnostics.Count != before)
            return null;

        options.Hooks?.Ordered(codes);
        if (options.Hooks?.Skips(WalkSearch.PassName) != true)
            WalkSearch.Run(codes, new WalkMeasure(module, program, functions, codes, features));
        for (int i = 0; i < functions.Count; i++)
        {
            result.Functions.Add(new CompiledFunction(result.Instructions.Count, names.Of(functions[i]), functions[i].Span, Parameters(functions[i])));
            if (!Encoder.TryRun(codes[i], features, result))
                diagnostics.Add(new CompilerDiagnostic("BPF3503", functions[0].Span, program.Name));
        }

        FunctionReferences.Resolve(result, functions);
        options.Hooks?.Encoded(result);
        return diagnostics.Count == before ? result : null;
    }

    private static List<string> Called(MachineFunction code)
    {
        var called = new List<string>();
        foreach (MachineBlock block in code.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                if (instruction.Op is MachineOp.Call or MachineOp.LoadFunction && instruction is { Symbol: { } symbol, IsKernelCall: false } && !called.Contains(symbol))
                    called.Add(symbol);
            }
        }

        return called;
    }

    private static List<CompiledParameter> Parameters(IrFunction function) => function.Parameters
        .Select((p, i) => new CompiledParameter(p.Name, p.SourceType, function.Entry.Parameters[i].Type == IrType.Ptr, i == 0 && function.Role is IrFunctionRole.Program or IrFunctionRole.Subprogram)).ToList();
}
