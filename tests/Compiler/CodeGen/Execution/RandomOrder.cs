using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.CodeGen.WalkOrder;
using BpfSharp.Compiler.Testing;

namespace BpfSharp.Compiler.Tests.CodeGen.Execution;

/// <summary>Makes all kinds of changes that the search for a shorter walk may make, wherever they are allowed, and takes some back.</summary>
internal sealed class RandomOrder(int seed) : CompilationHooks
{
    private const int Changes = 300;

    private readonly Random _random = new(seed);

    public int Turned { get; private set; }

    public int Raised { get; private set; }

    public override string Key => "random order";

    public override bool Skips(string pass) => pass == WalkSearch.PassName;

    public override void Ordered(IReadOnlyList<MachineFunction> functions)
    {
        foreach (MachineFunction function in functions)
        {
            var moves = new InstructionMoves(function);
            var made = new Stack<Rearrangement>();
            for (int i = 0; i < Changes; i++)
            {
                if (TryChange(function, moves) is { } change)
                    made.Push(change);
                for (int back = _random.Next(30) == 0 ? 2 : 0; back > 0 && made.Count != 0; back--)
                    made.Pop().Undo();
            }

            Turned += made.OfType<TurnedBlock>().Count();
            Raised += made.OfType<MovedInstruction>().Count();
        }
    }

    private Rearrangement? TryChange(MachineFunction function, InstructionMoves moves)
    {
        MachineBlock block = function.Blocks[_random.Next(function.Blocks.Count)];
        if (_random.Next(10) == 0)
            return block.Taken is null ? null : new TurnedBlock(function, block);
        return block.Instructions.Count == 0 ? null : moves.TryRaise(block, _random.Next(block.Instructions.Count), 1 + _random.Next(3));
    }
}
