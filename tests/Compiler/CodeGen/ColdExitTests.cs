using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class ColdExitTests
{
    [Fact]
    public void An_exit_that_nothing_falls_into_moves_behind_the_cold_code_that_jumps_to_it()
    {
        (MachineFunction function, MachineBlock[] b) = Create();
        ColdExits.Run(function);
        Assert.Equal([b[0], b[1], b[3], b[2], b[4]], function.Blocks);
    }

    [Fact]
    public void An_exit_on_the_likely_path_stays()
    {
        (MachineFunction function, MachineBlock[] b) = Create();
        b[1].Terminator = Make.Jump();
        b[1].Taken = b[2];
        ColdExits.Run(function);
        Assert.Equal(b, function.Blocks);
    }

    // entry: branch to 3, or 1; 1: exit; 2: exit; 3, cold: jump to 2; 4, cold: jump to 3.
    private static (MachineFunction Function, MachineBlock[] Blocks) Create()
    {
        var function = new MachineFunction("Run");
        MachineBlock[] blocks = [function.NewBlock(), function.NewBlock(), function.NewBlock(), function.NewBlock(), function.NewBlock()];
        blocks[0].Terminator = new MachineInstruction(MachineOp.Branch);
        (blocks[0].Taken, blocks[0].Otherwise) = (blocks[3], blocks[1]);
        blocks[1].Terminator = blocks[2].Terminator = Make.Exit();
        blocks[3].Terminator = blocks[4].Terminator = Make.Jump();
        (blocks[3].Taken, blocks[4].Taken) = (blocks[2], blocks[3]);
        blocks[3].IsCold = blocks[4].IsCold = true;
        return (function, blocks);
    }
}
