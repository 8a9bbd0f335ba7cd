using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Lists of operations and all below them, each before its parts.</summary>
internal sealed class OperationTree
{
    // No recursion: an expression may be as deep as a file is long.
    private readonly Stack<IOperation> _pending = new();

    public List<IOperation> Operations { get; } = new();

    public static List<IOperation> Flatten(IOperation root)
    {
        var tree = new OperationTree();
        tree.Add(root);
        return tree.Operations;
    }

    /// <summary>What a block does and what it branches by.</summary>
    public void Add(BasicBlock block)
    {
        foreach (IOperation operation in block.Operations)
            Add(operation);
        if (block.BranchValue is not null)
            Add(block.BranchValue);
    }

    private void Add(IOperation root)
    {
        _pending.Push(root);
        while (_pending.Count != 0)
        {
            IOperation operation = _pending.Pop();
            Operations.Add(operation);
            foreach (IOperation child in operation.ChildOperations.Reverse())
                _pending.Push(child);
        }
    }
}
