using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class BlockOrderTests
{
    // A fault inside of 'try': 'finally' is no rare code, though only rare code leads to it here.
    [Fact]
    public void What_only_cold_blocks_lead_to_has_its_place()
    {
        var function = new MachineFunction("Run");
        MachineBlock entry = function.NewBlock(), exit = function.NewBlock(), cold = function.NewBlock(), coldExit = function.NewBlock(), warm = function.NewBlock();
        Branch(entry, cold, exit);
        Branch(cold, coldExit, warm);
        cold.IsCold = coldExit.IsCold = true;

        BlockOrder.Run(function);

        Assert.Equal([entry, exit, cold, warm, coldExit], function.Blocks);
    }

    // By the deepest way the most of the packet has been checked: what follows, walked for that one first, would be walked again for each of the others.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_ways_become_one_to_the_verifier_the_first_of_them_falls_through(bool converges)
    {
        var function = new MachineFunction("Run");
        MachineBlock first = function.NewBlock(), second = function.NewBlock(), third = function.NewBlock(), meeting = function.NewBlock();
        Branch(first, meeting, second);
        Branch(second, meeting, third);
        third.Terminator = new MachineInstruction(MachineOp.Jump);
        third.Taken = meeting;
        meeting.Converges = converges;

        BlockOrder.Run(function);

        Assert.Equal(converges ? [first, meeting, second, third] : [first, second, third, meeting], function.Blocks);
    }

    private static void Branch(MachineBlock block, MachineBlock taken, MachineBlock otherwise)
    {
        block.Terminator = new MachineInstruction(MachineOp.Branch);
        (block.Taken, block.Otherwise) = (taken, otherwise);
    }
}
