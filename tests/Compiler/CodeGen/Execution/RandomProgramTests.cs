using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Testing;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen.Execution;

public sealed class RandomProgramTests
{
    private const int Programs = 400;

    [Theory]
    [InlineData("5.10", 1)]
    [InlineData("6.1", 2)]
    [InlineData("6.12", 3)]
    public void Code_computes_what_the_ir_says(string kernel, int stream)
    {
        for (int n = 0; n < Programs; n++)
        {
            int seed = stream * 1_000_000 + n;
            IrModule module = RandomProgram.Make(seed, budget: 5 + n % 60, hasAtomics: kernel != "5.10");
            Check(module, seed, kernel);
        }
    }

    [Fact]
    public void So_does_code_whose_blocks_and_instructions_changed_places()
    {
        int turned = 0;
        int raised = 0;
        for (int n = 0; n < Programs; n++)
        {
            int seed = 4_000_000 + n;
            var order = new RandomOrder(seed);
            Check(RandomProgram.Make(seed, budget: 5 + n % 60, hasAtomics: true), seed, "6.1", order);
            turned += order.Turned;
            raised += order.Raised;
        }

        Assert.InRange(turned, Programs, int.MaxValue);
        Assert.InRange(raised, Programs, int.MaxValue);
    }

    private static void Check(IrModule module, int seed, string kernel, CompilationHooks? hooks = null)
    {
        var diagnostics = new List<CompilerDiagnostic>();
        var faults = new List<CompiledFaultSite>();
        var options = new CompilerOptions { TargetKernel = Version.Parse(kernel), Hooks = hooks };
        CompiledProgram? program = CodeGenerator.Generate(module, module.Programs[0], [module.Functions["F"]], options, faults, diagnostics);
        if (program is null)
        {
            // Nobody counts how much of the stack so many values need.
            Assert.All(diagnostics, static d => Assert.Equal("BPF3501", d.Id));
            return;
        }

        for (int round = 0; round < 4; round++)
        {
            var random = new Random(seed * 31 + round);
            var bytes = new byte[RandomProgram.PacketSize];
            random.NextBytes(bytes);
            if (round == 1)
                Array.Clear(bytes);
            if (round == 2)
                Array.Fill(bytes, (byte)0xff);
            var expected = new TestWorld(module, (byte[])bytes.Clone());
            var actual = new TestWorld(module, (byte[])bytes.Clone());
            uint? verdict = IrInterpreter.Run(module, module.Functions["F"], expected);
            uint found = BpfInterpreter.Run(program, actual);
            bool same = (verdict ?? (uint)module.Programs[0].OnFault) == found
                && expected.Fault == (actual.Fault < 0 ? -1 : faults[(int)actual.Fault].Span)
                && expected.Packet.AsSpan().SequenceEqual(actual.Packet);
            if (!same)
                Assert.Fail($"seed {seed}, packet {round}, kernel {kernel}: verdict {verdict} and {found}, fault {expected.Fault} and {actual.Fault}\n{IrPrinter.Print(module.Functions["F"])}\n{Code.Text(program)}");
        }
    }
}
