using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class LoopLatchTests
{
    [Fact]
    public void A_head_that_only_tests_is_tested_at_the_way_back()
    {
        (MachineFunction function, MachineBlock[] b) = Create(BpfCondition.Less, bodyIsTaken: true);
        LoopLatches.Run(function);
        Assert.Equal([b[0], b[1], b[2], b[3]], function.Blocks);
        Assert.Equal((MachineOp.BranchImmediate, BpfCondition.Less, b[2], b[3]), (b[2].Terminator.Op, b[2].Terminator.Condition, b[2].Taken, b[2].Otherwise));
        Assert.NotSame(b[1].Terminator, b[2].Terminator);
    }

    [Fact]
    public void A_constant_start_decides_the_first_test()
    {
        (MachineFunction function, MachineBlock[] b) = Create(BpfCondition.GreaterOrEqual, bodyIsTaken: false);
        b[0].Instructions.Add(Make.LoadImmediate(1, 7));
        LoopLatches.Run(function);
        Assert.Equal([b[0], b[2], b[3]], function.Blocks);
        Assert.Same(b[2], b[0].Taken);

        (function, b) = Create(BpfCondition.GreaterOrEqual, bodyIsTaken: false);
        b[0].Instructions.Add(Make.LoadImmediate(1, 8));
        LoopLatches.Run(function);
        Assert.Equal([b[0], b[3]], function.Blocks);
    }

    // What the register holds behind the last write counts.
    [Fact]
    public void A_start_that_is_changed_decides_nothing()
    {
        (MachineFunction function, MachineBlock[] b) = Create(BpfCondition.GreaterOrEqual, bodyIsTaken: false);
        b[0].Instructions.Add(Make.LoadImmediate(1, 7));
        b[0].Instructions.Add(Make.AluImmediate(BpfAluOp.Add, wide: false, 1, 1));
        LoopLatches.Run(function);
        Assert.Same(b[1], b[0].Taken);
    }

    // There is no jump for "no bit set": the way back would fall through.
    [Fact]
    public void A_test_without_opposite_stays_at_the_head()
    {
        (MachineFunction function, MachineBlock[] b) = Create(BpfCondition.AnyBitSet, bodyIsTaken: false);
        LoopLatches.Run(function);
        Assert.Same(b[1], b[2].Taken);
        Assert.Equal(MachineOp.Jump, b[2].Terminator.Op);
    }

    [Fact]
    public void A_head_that_does_more_stays()
    {
        (MachineFunction function, MachineBlock[] b) = Create(BpfCondition.Less, bodyIsTaken: true);
        b[1].Instructions.Add(Make.Move(1, 2));
        LoopLatches.Run(function);
        Assert.Equal(MachineOp.Jump, b[2].Terminator.Op);
    }

    // 0: entry, to 1; 1: head, compares r1 with 8, to 2 or 3; 2: body, back to 1; 3: exit.
    private static (MachineFunction Function, MachineBlock[] Blocks) Create(BpfCondition condition, bool bodyIsTaken)
    {
        var function = new MachineFunction("Run");
        MachineBlock[] blocks = [function.NewBlock(), function.NewBlock(), function.NewBlock(), function.NewBlock()];
        blocks[0].Terminator = blocks[2].Terminator = Make.Jump();
        blocks[0].Taken = blocks[2].Taken = blocks[1];
        blocks[1].Terminator = new MachineInstruction(MachineOp.BranchImmediate) { Condition = condition, Destination = 1, Immediate = 8 };
        (blocks[1].Taken, blocks[1].Otherwise) = bodyIsTaken ? (blocks[2], blocks[3]) : (blocks[3], blocks[2]);
        blocks[2].Instructions.Add(Make.AluImmediate(BpfAluOp.Add, wide: false, 1, 1));
        blocks[1].LoopDepth = blocks[2].LoopDepth = 1;
        return (function, blocks);
    }
}
