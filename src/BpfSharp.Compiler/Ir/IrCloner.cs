using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

/// <summary>Copies blocks with everything in them; uses of what was not copied stay as they are.</summary>
public sealed class IrCloner
{
    private readonly Dictionary<IrBlock, IrBlock> _blocks = new();
    private readonly Dictionary<IrValue, IrValue> _values = new();

    /// <summary>Uses of <paramref name="original"/> become uses of <paramref name="copy"/>; given before the blocks are copied.</summary>
    public void Map(IrValue original, IrValue copy) => _values[original] = copy;

    /// <summary>Branches to <paramref name="original"/> become branches to <paramref name="copy"/>; given before the blocks are copied.</summary>
    public void Map(IrBlock original, IrBlock copy) => _blocks[original] = copy;

    public IrBlock Copy(IrBlock original) => _blocks[original];

    public IrValue Copy(IrValue original) => _values.TryGetValue(original, out IrValue? copy) ? copy : original;

    /// <summary>A whole function under the same name.</summary>
    public static IrFunction Clone(IrFunction original)
    {
        var copy = new IrFunction(original.Name, original.GenericArity, original.ReturnType) { Span = original.Span, NoInlining = original.NoInlining, Role = original.Role, PacketsAreChecked = original.PacketsAreChecked };
        copy.Parameters.AddRange(original.Parameters);
        copy.Captured.AddRange(original.Captured);
        var cloner = new IrCloner();
        copy.Blocks.AddRange(cloner.Clone(original.Blocks));
        copy.CallbackContext = original.CallbackContext is { } context ? (IrInstruction)cloner.Copy(context) : null;
        return copy;
    }

    /// <summary>Copies of the blocks, in order. Block parameters that were mapped before are not made again.</summary>
    public List<IrBlock> Clone(IReadOnlyList<IrBlock> originals)
    {
        var copies = new List<IrBlock>(originals.Count);
        foreach (IrBlock original in originals)
        {
            var copy = new IrBlock { IsOutOfLine = original.IsOutOfLine };
            _blocks.Add(original, copy);
            copies.Add(copy);
            foreach (IrParameter parameter in original.Parameters)
            {
                if (_values.ContainsKey(parameter))
                    continue;
                var parameterCopy = new IrParameter(parameter.Type);
                _values.Add(parameter, parameterCopy);
                copy.Parameters.Add(parameterCopy);
            }

            foreach (IrInstruction instruction in original.Instructions)
            {
                IrInstruction instructionCopy = Shell(instruction);
                _values.Add(instruction, instructionCopy);
                copy.Instructions.Add(instructionCopy);
            }
        }

        for (int i = 0; i < copies.Count; i++)
        {
            for (int j = 0; j < copies[i].Instructions.Count; j++)
                Connect(originals[i].Instructions[j], copies[i].Instructions[j]);
        }

        return copies;
    }

    // Everything but operands and targets, which may name what is copied later.
    private static IrInstruction Shell(IrInstruction original)
    {
        var copy = new IrInstruction(original.Op, original.Type)
        {
            TypeArgument = original.TypeArgument,
            Symbol = original.Symbol,
            CallArguments = original.CallArguments,
            Immediate = original.Immediate,
            Bounds = original.Bounds,
            Span = original.Span,
        };
        if (original.Op == IrOp.Switch)
            copy.Cases.AddRange(original.Cases);
        return copy;
    }

    private void Connect(IrInstruction original, IrInstruction copy)
    {
        foreach (IrValue operand in original.Operands)
            copy.Operands.Add(Copy(operand));
        foreach (IrTarget target in original.Targets)
        {
            IrBlock block = _blocks.TryGetValue(target.Block, out IrBlock? blockCopy) ? blockCopy : target.Block;
            var targetCopy = new IrTarget(block);
            foreach (IrValue argument in target.Arguments)
                targetCopy.Arguments.Add(Copy(argument));
            copy.Targets.Add(targetCopy);
        }
    }
}
