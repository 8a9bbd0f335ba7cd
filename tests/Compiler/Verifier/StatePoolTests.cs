using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Tests.CodeGen.Execution;
using BpfSharp.Compiler.Verifier;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Walk;
using Xunit;

namespace BpfSharp.Compiler.Tests.Verifier;

public sealed class StatePoolTests
{
    private const int Programs = 100;

    [Fact]
    public void States_of_earlier_walks_leave_nothing_behind()
    {
        var pool = new StatePool();
        int complete = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            IrModule module = RandomProgram.Make(seed, budget: 5 + (seed % 60), hasAtomics: true);
            var diagnostics = new List<CompilerDiagnostic>();
            if (CodeGenerator.Generate(module, module.Programs[0], [module.Functions["F"]], new CompilerOptions(), [], diagnostics) is not { } program)
                continue;
            VerifierProgram read = ProgramReading.Read(module, program);
            WalkResult alone = Walker.Run(read, WalkLimits.Instructions, WalkLimits.PendingBranches, TestContext.Current.CancellationToken);
            // One that is not walked to its end gives its states back, too.
            Walker.Run(read, alone.Instructions / 2, WalkLimits.PendingBranches, TestContext.Current.CancellationToken, pool);
            WalkResult pooled = Walker.Run(read, WalkLimits.Instructions, WalkLimits.PendingBranches, TestContext.Current.CancellationToken, pool);
            Assert.Equal((alone.End, alone.Instructions, alone.PendingBranches), (pooled.End, pooled.Instructions, pooled.PendingBranches));
            Assert.Equal(alone.Visits, pooled.Visits);
            complete += alone.End == WalkEnd.Complete ? 1 : 0;
        }

        Assert.InRange(complete, Programs / 2, Programs);
    }
}
