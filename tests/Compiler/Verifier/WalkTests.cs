using System.Threading;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Verifier;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Objects.Instructions;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Compiler.Tests.Verifier;

/// <summary>How far the verifier walks, of code that is small enough to count by hand.</summary>
public sealed class WalkTests
{
    [Fact]
    public void A_straight_program_is_walked_once() =>
        Assert.Equal(2, Walk(Mov64Imm(0, 1), Exit()).Instructions);

    [Fact]
    public void A_branch_that_is_decided_leaves_nothing_for_later()
    {
        WalkResult walk = Walk(Mov64Imm(1, 3), JumpIfImm(BpfCondition.Greater, 1, 5, 1), Mov64Imm(0, 1), Exit());
        Assert.Equal((WalkEnd.Refused, 0), (Walk(Mov64Imm(1, 3), JumpIfImm(BpfCondition.Less, 1, 5, 1), Mov64Imm(0, 1), Exit()).End, walk.PendingBranches));
        Assert.Equal(4, walk.Instructions);
    }

    // r0 = ctx word; if r0 == 7 goto skip; r0 = 1; skip: exit
    [Fact]
    public void Both_sides_of_an_open_branch_are_walked()
    {
        WalkResult walk = Walk(Load(BpfSize.Word, 0, 1, 16), JumpIfImm(BpfCondition.Equal, 0, 7, 1), Mov64Imm(0, 1), Exit());
        Assert.Equal((WalkEnd.Complete, 5, 1), (walk.End, walk.Instructions, walk.PendingBranches));
    }

    // A counted loop is walked round by round: 3 instructions each time, and 3 around it.
    [Theory]
    [InlineData(10)]
    [InlineData(1000)]
    public void A_loop_is_walked_round_by_round(int rounds)
    {
        WalkResult walk = Walk(Mov64Imm(0, 0), Alu64Imm(BpfAluOp.Add, 0, 1), Mov64Imm(2, 0), JumpIfImm(BpfCondition.Less, 0, rounds, -3), Exit());
        Assert.Equal((WalkEnd.Complete, (3 * rounds) + 2), (walk.End, walk.Instructions));
        Assert.Equal(rounds, walk.Visits[1]);
    }

    // r0 = word of the context, shifted to its sign: 0 or -1. A mask lets the kernel walk both, and comes to the instruction once more for the other.
    [Theory]
    [InlineData(BpfAluOp.And, 11)]
    [InlineData(BpfAluOp.Or, 11)]
    [InlineData(BpfAluOp.Xor, 7)]
    public void A_mask_of_a_sign_is_walked_for_both(BpfAluOp operation, int expected)
    {
        WalkResult walk = Walk(
            LoadSigned(BpfSize.Word, 0, 1, 16), Alu64Imm(BpfAluOp.ShiftRightSigned, 0, 31), Mov64(2, 0), Alu64Imm(operation, 2, 4), Mov64(3, 2), Mov64(0, 3), Exit());
        Assert.Equal((WalkEnd.Complete, expected), (walk.End, walk.Instructions));
    }

    // w3 = w2 - 2^31, of which a mask leaves two bits: the distance to w2 is forgotten.
    [Fact]
    public void A_number_far_from_another_is_an_offset_once_it_is_masked()
    {
        WalkResult walk = Walk(
            Load(BpfSize.Word, 2, 1, 16), Mov64(3, 2), Alu32Imm(BpfAluOp.Add, 3, int.MinValue), Alu32Imm(BpfAluOp.And, 3, 3),
            StoreImm(BpfSize.Double, 10, -8, 0), Mov64(4, 10), Alu64Imm(BpfAluOp.Add, 4, -8), Alu64(BpfAluOp.Add, 4, 3), Load(BpfSize.Byte, 0, 4, 0), Exit());
        Assert.Equal((WalkEnd.Complete, 10), (walk.End, walk.Instructions));
    }

    [Fact]
    public void A_loop_beyond_the_limit_ends_the_walk()
    {
        WalkResult walk = Walk(Mov64Imm(0, 0), Alu64Imm(BpfAluOp.Add, 0, 1), JumpIfImm(BpfCondition.Less, 0, 2_000_000, -2), Exit());
        Assert.Equal((WalkEnd.TooManyInstructions, WalkLimits.Instructions + 1), (walk.End, walk.Instructions));
    }

    [Fact]
    public void A_loop_that_does_not_move_on_is_refused()
    {
        WalkResult walk = Walk(
            Mov64Imm(0, 0), Mov64Imm(2, 0), Mov64Imm(3, 0), Mov64Imm(4, 0), Mov64Imm(5, 0), Mov64Imm(2, 0), Mov64Imm(3, 0), Mov64Imm(4, 0), Jump(-4), Exit());
        Assert.Equal((WalkEnd.Refused, "infinite loop detected"), (walk.End, walk.Reason));
    }

    [Fact]
    public void Packet_bytes_need_a_comparison()
    {
        BpfInstruction[] checkedAccess =
        [
            Load(BpfSize.Word, 2, 1, 0), Load(BpfSize.Word, 3, 1, 4), Mov64(4, 2), Alu64Imm(BpfAluOp.Add, 4, 14), Mov64Imm(0, 2),
            JumpIf(BpfCondition.Greater, 4, 3, 1), Load(BpfSize.Byte, 0, 2, 13), Exit(),
        ];
        Assert.Equal((WalkEnd.Complete, 9), (Walk(checkedAccess).End, Walk(checkedAccess).Instructions));
        checkedAccess[6] = Load(BpfSize.Byte, 0, 2, 14);
        WalkResult beyond = Walk(checkedAccess);
        Assert.Equal((WalkEnd.Refused, 6, "invalid access to packet, off=14 size=1, r=14"), (beyond.End, beyond.Slot, beyond.Reason));
    }

    [Fact]
    public void What_is_not_known_is_said()
    {
        WalkResult walk = Walk(Call(9999), Exit());
        Assert.Equal((WalkEnd.Unknown, 0), (walk.End, walk.Slot));
    }

    [Fact]
    public void A_subprogram_is_walked_at_each_call()
    {
        // two calls of: r0 = 1; exit
        var program = new VerifierProgram("xdp");
        program.Instructions.AddRange([CallSubprogram(2), CallSubprogram(1), Exit(), Mov64Imm(0, 1), Exit()]);
        program.Functions.AddRange([0, 3]);
        WalkResult walk = Walker.Run(program, WalkLimits.Instructions, WalkLimits.PendingBranches, CancellationToken.None);
        Assert.Equal((WalkEnd.Complete, 7), (walk.End, walk.Instructions));
        Assert.Equal(2, walk.Visits[3]);
    }

    [Fact]
    public void A_helper_gives_an_unknown_number()
    {
        var program = new VerifierProgram("xdp");
        program.Instructions.AddRange([Call(7), JumpIfImm(BpfCondition.Equal, 0, 1, 0), Exit()]);
        program.Functions.Add(0);
        program.Helpers.Add(7, new IrHelper { Id = 7 });
        WalkResult walk = Walker.Run(program, WalkLimits.Instructions, WalkLimits.PendingBranches, CancellationToken.None);
        Assert.Equal((WalkEnd.Complete, 4, 1), (walk.End, walk.Instructions, walk.PendingBranches));
    }

    private static WalkResult Walk(params BpfInstruction[] code)
    {
        var program = new VerifierProgram("xdp");
        program.Instructions.AddRange(code);
        program.Functions.Add(0);
        return Walker.Run(program, WalkLimits.Instructions, WalkLimits.PendingBranches, CancellationToken.None);
    }
}
