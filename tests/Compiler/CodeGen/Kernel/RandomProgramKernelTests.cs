using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Tests.CodeGen.Execution;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen.Kernel;

/// <summary>Random programs through the real verifier and JIT.</summary>
public sealed class RandomProgramKernelTests
{
    private const int Programs = 100;

    [Theory]
    [InlineData("5.10", 11)]
    [InlineData("6.12", 12)]
    public void The_kernel_accepts_and_computes_what_the_ir_says(string kernel, int stream)
    {
        LoadedProgram.SkipWhereImpossible();
        for (int n = 0; n < Programs; n++)
        {
            int seed = stream * 1_000_000 + n;
            IrModule module = RandomProgram.Make(seed, 5 + n % 60, hasAtomics: kernel != "5.10", hasRandomHelpers: false);
            var diagnostics = new List<CompilerDiagnostic>();
            var faults = new List<CompiledFaultSite>();
            var options = new CompilerOptions { TargetKernel = Version.Parse(kernel) };
            CompiledProgram? program = CodeGenerator.Generate(module, module.Programs[0], [module.Functions["F"]], options, faults, diagnostics);
            if (program is null)
                continue;
            using LoadedProgram loaded = LoadedProgram.Load(module, program);
            Check(module, loaded, faults, seed);
        }
    }

    private static void Check(IrModule module, LoadedProgram loaded, List<CompiledFaultSite> faults, int seed)
    {
        var bytes = new byte[RandomProgram.PacketSize];
        new Random(seed).NextBytes(bytes);
        var expected = new TestWorld(module, (byte[])bytes.Clone());
        uint? verdict = IrInterpreter.Run(module, module.Functions["F"], expected);
        uint found = loaded.Run(ref bytes);
        int site = faults.FindIndex(f => f.Span == expected.Fault);
        bool same = (verdict ?? (uint)module.Programs[0].OnFault) == found && expected.Packet.AsSpan().SequenceEqual(bytes)
            && (verdict is not null || loaded.Faults(site) == 1);
        if (!same)
            Assert.Fail($"seed {seed}: verdict {verdict} and {found}, fault {expected.Fault}\n{IrPrinter.Print(module.Functions["F"])}");
    }
}
