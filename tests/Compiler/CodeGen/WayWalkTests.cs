using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.WalkOrder;
using BpfSharp.Compiler.CodeGen.WalkOrder.Ways;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Testing;
using BpfSharp.Compiler.Tests.CodeGen.Execution;
using BpfSharp.Compiler.Verifier;
using BpfSharp.Compiler.Verifier.Walk;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class WayWalkTests
{
    private const int Programs = 200;
    private const int Orders = 8;

    // Of everything else that is counted nothing is certain; so this is what all of it rests on.
    [Fact]
    public void What_was_walked_is_counted_right()
    {
        int counted = 0;
        int rests = 0;
        int right = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            IrModule module = RandomProgram.Make(seed, budget: 5 + (seed % 60), hasAtomics: true);
            var codes = new Codes();
            CodeGenerator.Generate(module, module.Programs[0], [module.Functions["F"]], new CompilerOptions { Hooks = codes }, [], []);
            if (codes.Function is not { } function || BlockShapes.TryMake(function) is not { } shapes)
                continue;
            var measure = new WalkMeasure(module, module.Programs[0], [module.Functions["F"]], [function], new TargetFeatures(new CompilerOptions().TargetKernel));
            var tree = new WayTree(shapes.Entry);
            var walk = new WayWalk(shapes, tree);
            var arrangement = new Arrangement(function, shapes);
            var blocks = new ArrangedBlocks(function, shapes);
            var random = new Random(seed);
            for (int order = 0; order < Orders; order++)
            {
                blocks.Apply(arrangement);
                shapes.Rest();
                WalkCost? cost = measure.Take(WalkLimits.Instructions, new WayTrace(shapes, tree));
                shapes.Unrest();
                if (cost is { } known)
                {
                    Assert.Equal(known.Slots, shapes.Slots);
                    counted++;
                    right += walk.Count(int.MaxValue) == known.Instructions ? 1 : 0;
                }

                foreach (MachineBlock block in function.Blocks)
                {
                    arrangement.Turned[block.Number] ^= random.Next(3) == 0;
                    arrangement.Rests[block.Number] = random.Next(shapes[block.Number].RestCount + 1);
                    rests += arrangement.Rests[block.Number] != 0 ? 1 : 0;
                }
            }
        }

        Assert.InRange(counted, Programs, Programs * Orders);
        Assert.InRange(rests, 1, int.MaxValue);
        Assert.Equal(counted, right);
    }

    // A slot more is the price of a shorter walk, and nothing of a longer one.
    [Fact]
    public void No_walk_becomes_longer()
    {
        int shorter = 0;
        for (int seed = 0; seed < Programs; seed++)
        {
            IrModule module = RandomProgram.Make(seed, budget: 5 + (seed % 60), hasAtomics: true);
            if (Walk(module, new Codes()) is not { } before || Walk(module, null) is not { } after)
                continue;
            Assert.InRange(after.Instructions, 1, before.Instructions);
            Assert.InRange(after.Slots, 1, after.Instructions < before.Instructions ? before.Slots + 1 : before.Slots);
            shorter += after.Instructions < before.Instructions ? 1 : 0;
        }

        Assert.InRange(shorter, Programs / 10, Programs);
    }

    private static WalkCost? Walk(IrModule module, CompilationHooks? hooks)
    {
        if (CodeGenerator.Generate(module, module.Programs[0], [module.Functions["F"]], new CompilerOptions { Hooks = hooks }, [], []) is not { } program)
            return null;
        WalkResult walk = Walker.Run(ProgramReading.Read(module, program), WalkLimits.Instructions, WalkLimits.PendingBranches, TestContext.Current.CancellationToken);
        return walk.End == WalkEnd.Complete ? new WalkCost(walk.Instructions, program.Instructions.Count) : null;
    }

    private sealed class Codes : CompilationHooks
    {
        public MachineFunction? Function { get; private set; }

        public override string Key => "codes";

        public override bool Skips(string pass) => pass == WalkSearch.PassName;

        public override void Ordered(IReadOnlyList<MachineFunction> functions) => Function = functions.Count == 1 ? functions[0] : null;
    }
}
