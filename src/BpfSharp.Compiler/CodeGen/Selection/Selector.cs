using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>
/// Turns safe IR into machine instructions over virtual registers. Blocks are taken from the last to the first, and each backwards, so that a value is
/// computed only if something that was selected already wants it in a register: what folds into all of its users vanishes by itself.
/// </summary>
internal sealed partial class Selector
{
    private readonly ControlFlow _flow;
    private readonly BlockTraits _traits;
    private readonly ValueAliases _aliases;
    private readonly ValueLiveness _liveness;
    private readonly DataLayout _data;
    private readonly FaultTail _faults;
    private readonly Provenance _provenance;
    private readonly HashSet<IrValue> _widened;
    private readonly HashSet<IrInstruction> _wideCompares;
    private readonly HashSet<IrValue> _distant;
    private readonly HashSet<IrValue> _counted;
    private readonly HashSet<IrInstruction> _mergedKeys;
    private readonly Dictionary<IrBlock, MachineBlock> _blocks = new();
    private readonly List<MachineInstruction> _sequence = new();
    private readonly List<MachineInstruction> _reversed = new();
    private IrBlock _block = null!;
    private MachineBlock _output = null!;
    private int _span;

    private Selector(SelectionInput input, MachineFunction function)
    {
        Module = input.Module;
        Features = input.Features;
        Function = function;
        _data = input.Data;
        _flow = new ControlFlow(input.Function);
        var dominators = new Dominators(_flow);
        _traits = new BlockTraits(_flow, dominators);
        _aliases = new ValueAliases(_flow, SignedLoads.Find(_flow, input.Features), input.Features.VerifierView, input.Module.Helpers);
        (_widened, _wideCompares) = OpaqueValues.Find(_flow, dominators, input.Features.VerifierView, input.Module.Helpers);
        _distant = DistantSums.Find(_flow);
        _counted = input.Features.DecidesConstantsOnTheLeft ? new HashSet<IrValue>() : CountedValues.Find(_flow);
        _liveness = new ValueLiveness(_flow, _aliases);
        _faults = new FaultTail(function, input);
        _provenance = new Provenance(input.Function, input.Module.Helpers);
        _mergedKeys = MergedKeys.Find(input.Function, input.Module);
        ChangesPacket = PacketChanges.Any(_flow, input.Module);
    }

    public IrModule Module { get; }

    public TargetFeatures Features { get; }

    public MachineFunction Function { get; }

    /// <summary>Some helper of this function makes packet pointers stale.</summary>
    public bool ChangesPacket { get; }

    /// <summary>A sum with a constant that is made in two steps.</summary>
    public bool IsDistant(IrInstruction sum) => _distant.Contains(sum);

    /// <summary>What made the structure of the kernel's that the pointer leads to; null for other memory.</summary>
    public string? KernelObject(IrValue pointer) =>
        _provenance.KindOf(pointer) != PointerKind.Kernel ? null : _provenance.Origins(pointer).Find(static o => o is IrInstruction) is IrInstruction { Symbol: var symbol } ? symbol : null;

    public static MachineFunction Run(SelectionInput input)
    {
        var function = new MachineFunction(input.Function.Name) { IsCalled = input.Function.Role is IrFunctionRole.Callback or IrFunctionRole.Subprogram };
        new Selector(input, function).Run();
        return function;
    }

    private void Run()
    {
        MachineBlock entry = Function.NewBlock();
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            MachineBlock output = Function.NewBlock();
            output.IsCold = _traits.IsCold(block);
            output.LoopDepth = _traits.LoopDepth(block);
            output.Converges = BlockTraits.Converges(block);
            _blocks.Add(block, output);
        }

        for (int i = _flow.ReversePostorder.Count - 1; i >= 0; i--)
            Select(_flow.ReversePostorder[i]);
        SelectEntry(entry);
    }

    private void Select(IrBlock block)
    {
        _block = block;
        _output = _blocks[block];
        _reversed.Clear();
        _usedInBlock.Clear();
        BeginBases();
        for (int i = block.Instructions.Count - 1; i >= 0; i--)
        {
            IrInstruction instruction = block.Instructions[i];
            if (!IsWanted(instruction))
                continue;
            _span = instruction.Span;
            SelectionRules.Get(instruction.Op)(this, instruction);
            if (_widened.Contains(instruction))
                Emit(Make.ZeroExtend(ResultOf(instruction), ResultOf(instruction)));
            Flush();
        }

        EndBases();
        _reversed.Reverse();
        _output.Instructions.AddRange(_reversed);
    }

    private void SelectEntry(MachineBlock entry)
    {
        _output = entry;
        _span = -1;
        for (int i = 0; i < _flow.Function.Entry.Parameters.Count; i++)
        {
            IrParameter parameter = _flow.Function.Entry.Parameters[i];
            if (!_registers.TryGetValue(parameter, out int register))
                continue;
            // The verifier may not know what the caller knows: that the high half of a 32-bit number is zero.
            int argument = MachineRegisters.FirstArgument + i;
            if (i == 0 && _flow.Function.KeepsRound)
            {
                CallbackSelection.KeepRound(this, register, _flow.Function);
                continue;
            }

            Emit(parameter.Type == IrType.I32 ? Make.ZeroExtend(register, argument) : Make.Move(register, argument));
        }

        entry.Instructions.AddRange(_sequence);
        _sequence.Clear();
        entry.Terminator = Make.Jump();
        entry.Taken = _blocks[_flow.Function.Entry];
    }

    private bool IsWanted(IrInstruction instruction)
    {
        if (ReferenceEquals(_aliases.Resolve(instruction), instruction) && _registers.ContainsKey(instruction))
            return true;
        return instruction.Op switch
        {
            IrOp.CtxLoad => false,
            IrOp.Helper => (Module.Helpers[instruction.Symbol!].Effects & IrHelperEffects.Pure) == 0,
            _ => !IrOpTable.Get(instruction.Op).IsPure,
        };
    }

    /// <summary>Adds to the code of the instruction being selected; that code runs in the order of emission.</summary>
    public void Emit(MachineInstruction instruction)
    {
        instruction.Span = _span;
        _sequence.Add(instruction);
    }

    private void Flush()
    {
        for (int i = _sequence.Count - 1; i >= 0; i--)
            _reversed.Add(_sequence[i]);
        _sequence.Clear();
        PlaceBases();
    }
}
