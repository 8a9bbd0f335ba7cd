using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Verifier;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Objects.Instructions;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Compiler.Tests.Verifier;

/// <summary>How far the verifier walks where kernel functions are called: their declarations say what they are given and give.</summary>
public sealed class KernelFunctionTests
{
    private const int AdjustHead = 44;
    private const int DynptrWrite = 202;

    private static readonly KernelFunction s_open = Function("bpf_dynptr_from_xdp", "int (struct xdp_md *x, u64 flags, struct bpf_dynptr *ptr__uninit)");
    private static readonly KernelFunction s_openOfTc = Function("bpf_dynptr_from_skb", "int (struct __sk_buff *s, u64 flags, struct bpf_dynptr *ptr__uninit)");
    private static readonly KernelFunction s_slice = Function("bpf_dynptr_slice", "void *(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk)");
    private static readonly KernelFunction s_clone = Function("bpf_dynptr_clone", "int (const struct bpf_dynptr *p, struct bpf_dynptr *clone__uninit)");
    private static readonly KernelFunction s_size = Function("bpf_dynptr_size", "u32 (const struct bpf_dynptr *p)");
    private static readonly KernelFunction s_lookup = Function("find", "struct nf_conn *(struct xdp_md *x, u8 *tuple, u32 tuple__sz)", IrHelperEffects.Acquires);
    private static readonly KernelFunction s_release = Function("drop", "void (struct nf_conn *nfct)", IrHelperEffects.Releases | IrHelperEffects.ReturnsVoid);

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void A_slice_is_as_long_as_its_size_says(int last, bool isInside)
    {
        WalkResult walk = Walk([.. Open, .. Slice, JumpIfImm(BpfCondition.Equal, 0, 0, 2), Load(BpfSize.Byte, 0, 0, last), Exit(), Mov64Imm(0, 0), Exit()]);
        Assert.Equal((isInside ? WalkEnd.Complete : WalkEnd.Refused, isInside ? 19 : 16), (walk.End, walk.Instructions));
    }

    [Fact]
    public void A_slice_may_be_null() => Assert.Equal(WalkEnd.Refused, Walk([.. Open, .. Slice, Load(BpfSize.Byte, 0, 0, 0), Exit()]).End);

    [Fact]
    public void A_size_that_is_not_known_is_refused()
    {
        object[] code = [.. Open, .. Slice, Mov64Imm(0, 0), Exit()];
        code[12] = Load(BpfSize.Byte, 4, 6, 16);
        Assert.Equal(WalkEnd.Refused, Walk(code).End);
    }

    [Theory]
    [InlineData(AdjustHead, true, false)]
    [InlineData(AdjustHead, false, false)]
    [InlineData(DynptrWrite, true, true)]
    [InlineData(DynptrWrite, false, false)]
    [InlineData(7, true, true)]
    [InlineData(7, false, true)]
    public void A_slice_is_stale_where_the_packet_is_moved(int helper, bool isXdp, bool isLeft)
    {
        object[] code =
        [
            .. isXdp ? Open : OpenOfTc, .. Slice, JumpIfImm(BpfCondition.NotEqual, 0, 0, 2), Mov64Imm(0, 0), Exit(),
            Mov64(7, 0), Store(BpfSize.Double, 10, 10, -32),
            .. helper == AdjustHead ? [Mov64(1, 6)] : new object[] { Mov64(1, 10), Alu64Imm(BpfAluOp.Add, 1, -16) },
            Mov64Imm(2, 0), Mov64(3, 10), Alu64Imm(BpfAluOp.Add, 3, -32), Mov64Imm(4, 8), Mov64Imm(5, 0),
            Call(helper), Load(BpfSize.Byte, 0, 7, 0), Exit(),
        ];
        WalkResult walk = Walk(code);
        Assert.Equal((isLeft ? WalkEnd.Complete : WalkEnd.Refused, isLeft ? "" : "R7 invalid mem access 'Scalar'"), (walk.End, walk.Reason));
    }

    [Theory]
    [InlineData(-16)]
    [InlineData(-3)]
    public void A_write_into_a_part_destroys_a_dynptr(int offset)
    {
        object[] use = [Mov64(1, 10), Alu64Imm(BpfAluOp.Add, 1, -16), s_size, Exit()];
        Assert.Equal(WalkEnd.Complete, Walk([.. Open, .. use]).End);
        WalkResult walk = Walk([.. Open, StoreImm(BpfSize.Byte, 10, offset, 1), .. use]);
        Assert.Equal((WalkEnd.Refused, "Expected an initialized dynptr"), (walk.End, walk.Reason));
    }

    [Fact]
    public void A_clone_is_one_of_its_own()
    {
        object[] clone = [Mov64(1, 10), Alu64Imm(BpfAluOp.Add, 1, -16), Mov64(2, 10), Alu64Imm(BpfAluOp.Add, 2, -48), s_clone];
        object[] use = [StoreImm(BpfSize.Double, 10, -16, 1), Mov64(1, 10), Alu64Imm(BpfAluOp.Add, 1, -48), s_size, Exit()];
        Assert.Equal(WalkEnd.Complete, Walk([.. Open, .. clone, .. use]).End);
        Assert.Equal(WalkEnd.Refused, Walk([.. Open, .. use]).End);
    }

    // Two ways that open a view each: ids of dynptrs are compared as they are in slices, but not in the dynptrs themselves.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ways_meet_where_no_slice_is_left(bool hasSlice)
    {
        object[] open = hasSlice ? [.. Open[1..], .. Slice, Mov64(8, 0)] : [.. Open[1..], Mov64Imm(8, 0)];
        object[] rest =
        [
            Mov64Imm(0, 0), Mov64Imm(0, 0), Mov64Imm(0, 0), Mov64Imm(0, 0), Jump(0), Mov64Imm(0, 0), Mov64Imm(0, 0), Mov64Imm(0, 0), Mov64Imm(0, 0), Jump(0),
            Mov64(0, 8), Mov64Imm(0, 0), Exit(),
        ];
        WalkResult walk = Walk([Mov64(6, 1), Load(BpfSize.Word, 7, 1, 16), JumpIfImm(BpfCondition.Equal, 7, 7, open.Length + 1), .. open, Jump(open.Length), .. open, .. rest]);
        Assert.Equal(WalkEnd.Complete, walk.End);
        Assert.Equal(hasSlice ? 2 : 1, walk.Visits[^2]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_given_has_to_be_released(bool isReleased)
    {
        object[] find = [Mov64(2, 10), Alu64Imm(BpfAluOp.Add, 2, -8), Mov64Imm(3, 8), s_lookup, JumpIfImm(BpfCondition.Equal, 0, 0, isReleased ? 2 : 1), Mov64(1, 0)];
        Assert.Equal(isReleased ? WalkEnd.Complete : WalkEnd.Refused, Walk([.. find, .. isReleased ? [s_release] : new object[0], Mov64Imm(0, 0), Exit()]).End);
    }

    // r7 counts the rounds: where nobody needs it, it is forgotten from the second round on, and the fourth finds nothing new. Where it decides something, each round is another one.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_iterator_moves_on_until_a_round_is_like_another(bool isUsed)
    {
        object[] code = [.. NewIterator, Mov64Imm(7, 0), .. NextOf, JumpIfImm(BpfCondition.Equal, 0, 0, 3), Load(BpfSize.Word, 1, 0, 0), Alu64Imm(BpfAluOp.Add, 7, 1), Jump(-7), .. Destroy, Mov64Imm(0, 0), Exit()];
        WalkResult walk = Walk(isUsed ? [.. code[..^6], JumpIfImm(BpfCondition.Less, 7, 10, -7), .. code[^5..]] : code);
        Assert.Equal(WalkEnd.Complete, walk.End);
        Assert.Equal(isUsed ? 10 : 4, walk.Visits[8]);
    }

    [Fact]
    public void The_end_of_an_iterator_has_to_be_tested_and_the_iterator_released()
    {
        Assert.Equal("R0 invalid mem access 'Scalar'", Walk([.. NewIterator, .. NextOf, Load(BpfSize.Word, 1, 0, 0), .. Destroy, Exit()]).Reason);
        Assert.Equal("unreleased reference", Walk([.. NewIterator, .. NextOf, Mov64Imm(0, 0), Exit()]).Reason);
        Assert.Equal("expected uninitialized iter_num", Walk([.. NewIterator, .. NewIterator, Exit()]).Reason);
        Assert.Equal("expected an initialized iter_num", Walk([.. NewIterator, .. Destroy, .. NextOf, Exit()]).Reason);
        // What has been read of a number goes with the iterator.
        WalkResult stale = Walk([.. NewIterator, .. NextOf, JumpIfImm(BpfCondition.Equal, 0, 0, 6), Mov64(7, 0), .. Destroy, Load(BpfSize.Word, 0, 7, 0), Exit(), .. Destroy, Mov64Imm(0, 0), Exit()]);
        Assert.Equal("R7 invalid mem access 'Scalar'", stale.Reason);
    }

    [Fact]
    public void What_is_not_known_is_said()
    {
        WalkResult walk = Walk([Function("other", "int (struct task_struct *task)"), Exit()]);
        Assert.Equal((WalkEnd.Unknown, 0, "argument 'task' of other"), (walk.End, walk.Slot, walk.Reason));
        Assert.Equal(WalkEnd.Unknown, Walk([Function("other", "int *(void)"), Exit()]).End);
        Assert.Equal(WalkEnd.Complete, Walk([Function("other", "int (const char *text__ign, size_t count)"), Exit()], Mov64Imm(2, 1)).End);
    }

    // r6 = ctx; bpf_dynptr_from_xdp(ctx, 0, fp - 16)
    private static object[] Open => [Mov64(6, 1), Mov64(1, 6), Mov64Imm(2, 0), Mov64(3, 10), Alu64Imm(BpfAluOp.Add, 3, -16), s_open];

    private static object[] OpenOfTc => [.. Open[..5], s_openOfTc];

    // r0 = bpf_dynptr_slice(fp - 16, 0, fp - 24, 8)
    private static object[] Slice =>
        [Mov64(1, 10), Alu64Imm(BpfAluOp.Add, 1, -16), Mov64Imm(2, 0), Mov64(3, 10), Alu64Imm(BpfAluOp.Add, 3, -24), Mov64Imm(4, 8), Mov64Imm(5, 0), s_slice];

    private static object[] NewIterator => [Mov64(1, 10), Alu64Imm(BpfAluOp.Add, 1, -8), Mov64Imm(2, 0), Mov64Imm(3, 100), Function("bpf_iter_num_new", "int (struct bpf_iter_num *it, int start, int end)")];

    private static object[] NextOf => [Mov64(1, 10), Alu64Imm(BpfAluOp.Add, 1, -8), Function("bpf_iter_num_next", "int *(struct bpf_iter_num *it)")];

    private static object[] Destroy => [Mov64(1, 10), Alu64Imm(BpfAluOp.Add, 1, -8), Function("bpf_iter_num_destroy", "void (struct bpf_iter_num *it)")];

    private static KernelFunction Function(string name, string prototype, IrHelperEffects effects = IrHelperEffects.None) =>
        new(name, KernelPrototype.TryParse(prototype)!, effects);

    private static WalkResult Walk(IEnumerable<object> code, params BpfInstruction[] before)
    {
        var program = new VerifierProgram("xdp");
        foreach (object item in before.Cast<object>().Concat(code))
        {
            if (item is KernelFunction function)
                program.KernelFunctions.Add(program.Instructions.Count, function);
            program.Instructions.Add(item is BpfInstruction instruction ? instruction : CallKernelFunction(0));
        }

        program.Functions.Add(0);
        program.Structures.Add("nf_conn");
        Add(program, AdjustHead, IrHelperEffects.ChangesPacket, IrHelperArgument.Context, IrHelperArgument.Scalar);
        Add(program, DynptrWrite, IrHelperEffects.None, IrHelperArgument.Dynptr, IrHelperArgument.Scalar, IrHelperArgument.ReadMemory, IrHelperArgument.Size, IrHelperArgument.Scalar);
        Add(program, 7, IrHelperEffects.None);
        return Walker.Run(program, WalkLimits.Instructions, WalkLimits.PendingBranches, CancellationToken.None);
    }

    private static void Add(VerifierProgram program, int id, IrHelperEffects effects, params IrHelperArgument[] arguments)
    {
        var helper = new IrHelper { Id = id, Effects = effects };
        helper.Arguments.AddRange(arguments);
        program.Helpers.Add(id, helper);
    }
}
