using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.WalkOrder;
using BpfSharp.Objects.Instructions;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

/// <summary>Three blocks: <c>if r1 == 0</c> leads from the first to the last, else to the second, and that to the last.</summary>
public sealed class InstructionMoveTests
{
    private const int Tested = 1, Free = 6, Other = 7;

    private readonly MachineFunction _function = new("Run");
    private readonly MachineBlock _first;
    private readonly MachineBlock _second;
    private readonly MachineBlock _last;

    public InstructionMoveTests()
    {
        (_first, _second, _last) = (_function.NewBlock(), _function.NewBlock(), _function.NewBlock());
        _first.Terminator = new MachineInstruction(MachineOp.BranchImmediate) { Destination = Tested, Condition = BpfCondition.Equal };
        (_first.Taken, _first.Otherwise) = (_last, _second);
        _second.Terminator = new MachineInstruction(MachineOp.Jump);
        _second.Taken = _last;
        _last.Instructions.Add(Constant(0));
    }

    [Fact]
    public void What_nobody_minds_goes_up_and_comes_back()
    {
        MachineInstruction before = Constant(Other);
        MachineInstruction moved = Add(Free, 5);
        _second.Instructions.AddRange([before, moved]);

        MovedInstruction? change = Raise(index: 1);

        Assert.NotNull(change);
        Assert.Equal([moved], _first.Instructions);
        Assert.Equal([before], _second.Instructions);
        change.Undo();
        Assert.Empty(_first.Instructions);
        Assert.Equal([before, moved], _second.Instructions);
    }

    // The verifier would not know what the comparison says of the number, or that the pointer is none.
    [Fact]
    public void What_is_made_of_a_number_stays_behind_its_comparison()
    {
        _second.Instructions.Add(new MachineInstruction(MachineOp.Move) { Destination = Free, Source = Tested });
        Assert.Null(Raise());
    }

    [Fact]
    public void What_is_compared_is_not_overwritten_before()
    {
        _second.Instructions.Add(Constant(Tested));
        Assert.Null(Raise());
    }

    [Fact]
    public void What_the_other_way_reads_is_not_overwritten()
    {
        _second.Instructions.Add(Constant(Free));
        _last.Instructions.Add(new MachineInstruction(MachineOp.Move) { Destination = 0, Source = Free });
        Assert.Null(Raise());
    }

    // It reads what it overwrites.
    [Fact]
    public void What_the_other_way_overwrites_first_may_be()
    {
        _second.Instructions.Add(Add(Free, 1));
        _last.Instructions.Add(Constant(Free));
        Assert.NotNull(Raise());
    }

    [Fact]
    public void What_comes_before_it_may_not_use_its_register()
    {
        _second.Instructions.AddRange([new MachineInstruction(MachineOp.Move) { Destination = Other, Source = Free }, Constant(Free)]);
        Assert.Null(Raise(index: 1));
    }

    [Fact]
    public void What_it_reads_may_not_be_written_before_it()
    {
        _second.Instructions.AddRange([Constant(Other), new MachineInstruction(MachineOp.Move) { Destination = Free, Source = Other }]);
        Assert.Null(Raise(index: 1));
    }

    [Theory]
    [InlineData(BpfAluOp.Div)]
    [InlineData(BpfAluOp.Mod)]
    public void A_division_runs_only_where_it_is_wanted(BpfAluOp operation)
    {
        _second.Instructions.Add(new MachineInstruction(MachineOp.AluImmediate) { Destination = Free, Alu = operation, Immediate = 3, Wide = true });
        Assert.Null(Raise());
    }

    [Fact]
    public void Rare_code_gives_nothing_to_code_that_is_not()
    {
        _second.Instructions.Add(Constant(Free));
        _second.IsCold = true;
        Assert.Null(Raise());
    }

    [Fact]
    public void Loads_stay()
    {
        _second.Instructions.Add(new MachineInstruction(MachineOp.Load) { Destination = Free, Source = Other, Size = BpfSize.Byte });
        Assert.Null(Raise());
    }

    [Fact]
    public void Behind_a_place_where_ways_meet_it_passes_all_of_them()
    {
        _last.Instructions.Add(new MachineInstruction(MachineOp.Move) { Destination = Free, Source = Other });
        Assert.NotNull(new InstructionMoves(_function).TryRaise(_last, 1, 1));
    }

    [Fact]
    public void Behind_a_place_where_ways_meet_it_passes_none_that_writes_what_it_reads()
    {
        _second.Instructions.Add(Constant(Other));
        _last.Instructions.Add(new MachineInstruction(MachineOp.Move) { Destination = Free, Source = Other });
        Assert.Null(new InstructionMoves(_function).TryRaise(_last, 1, 1));
    }

    // Round after round it would add to what it made the round before, though the second block is not always come by.
    [Fact]
    public void In_a_loop_the_next_round_is_another_way()
    {
        _last.Terminator = new MachineInstruction(MachineOp.Jump);
        _last.Taken = _first;
        _second.Instructions.Add(Add(Free, 1));
        Assert.Null(Raise());
    }

    [Fact]
    public void What_every_round_makes_anew_goes_up_in_a_loop()
    {
        _last.Terminator = new MachineInstruction(MachineOp.Jump);
        _last.Taken = _first;
        _second.Instructions.AddRange([Constant(Free), new MachineInstruction(MachineOp.Move) { Destination = Other, Source = Free }]);
        Assert.NotNull(Raise());
    }

    // It would be made once, and the second round would find what became of it.
    [Fact]
    public void What_a_loop_of_its_own_makes_anew_stays_in_it()
    {
        _second.Terminator = new MachineInstruction(MachineOp.BranchImmediate) { Destination = Other, Condition = BpfCondition.Equal };
        (_second.Taken, _second.Otherwise) = (_second, _last);
        _second.Instructions.AddRange([Constant(Free), Add(Free, 1), new MachineInstruction(MachineOp.Move) { Destination = Other, Source = Free }]);
        Assert.Null(Raise());
    }

    private MovedInstruction? Raise(int index = 0) => new InstructionMoves(_function).TryRaise(_second, index, 1);

    private static MachineInstruction Constant(int register) => new(MachineOp.LoadImmediate) { Destination = register, Immediate = 1 };

    private static MachineInstruction Add(int register, int number) => new(MachineOp.AluImmediate) { Destination = register, Alu = BpfAluOp.Add, Immediate = number, Wide = true };
}
