using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler.CodeGen.Emission;

/// <summary>Machine instructions with machine registers to slots, relocations and spans. Jumps are short unless that doesn't reach.</summary>
internal sealed class Encoder
{
    private readonly MachineFunction _function;
    private readonly CompiledProgram _result;
    private readonly List<Jump> _jumps = new();
    private readonly int[] _starts;

    private Encoder(MachineFunction function, CompiledProgram result)
    {
        _function = function;
        _result = result;
        _starts = new int[function.BlockCount];
    }

    /// <summary>False where a jump does not reach its target on this kernel.</summary>
    public static bool TryRun(MachineFunction function, TargetFeatures features, CompiledProgram result)
    {
        var encoder = new Encoder(function, result);
        List<Jump> jumps = JumpPlan.Make(function);
        encoder._jumps.AddRange(jumps);
        while (encoder.Measure())
        {
            if (!features.HasVersion4)
                return false;
        }

        encoder.Write();
        return true;
    }

    // Finds where blocks start; true if that made a jump long, so that they must be found again.
    private bool Measure()
    {
        int slot = 0;
        int jump = 0;
        foreach (MachineBlock block in _function.Blocks)
        {
            _starts[block.Number] = slot;
            foreach (MachineInstruction instruction in block.Instructions)
                slot += InstructionEncoding.SlotCount(instruction);
            for (; jump < _jumps.Count && ReferenceEquals(_jumps[jump].Block, block); jump++)
            {
                _jumps[jump].Slot = slot;
                slot += _jumps[jump].SlotCount;
            }
        }

        bool changed = false;
        foreach (Jump candidate in _jumps)
        {
            if (candidate.IsLong || candidate.Target is null || Distance(candidate) is >= short.MinValue and <= short.MaxValue)
                continue;
            candidate.IsLong = true;
            changed = true;
        }

        return changed;
    }

    private void Write()
    {
        int jump = 0;
        foreach (MachineBlock block in _function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                InstructionEncoding.Write(instruction, _result);
                Pad(instruction.Span);
            }

            for (; jump < _jumps.Count && ReferenceEquals(_jumps[jump].Block, block); jump++)
            {
                _jumps[jump].Write(_result.Instructions, _jumps[jump].Target is null ? 0 : Distance(_jumps[jump]));
                Pad(block.Terminator.Span);
            }
        }
    }

    private int Distance(Jump jump) => _starts[jump.Target!.Number] - jump.Slot - jump.SlotCount;

    // The first slot of an instruction has its span, the others continue it.
    private void Pad(int span)
    {
        while (_result.Spans.Count < _result.Instructions.Count)
        {
            _result.Spans.Add(span);
            span = -1;
        }
    }
}
