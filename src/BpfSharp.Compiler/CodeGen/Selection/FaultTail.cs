using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>The one place where a function's faults end: counts the site in the fault map, returns the verdict. Made when the first fault wants it.</summary>
internal sealed class FaultTail
{
    private const int MapLookup = 1;

    private readonly MachineFunction _function;
    private MachineBlock? _counter;
    private MachineBlock? _exit;
    private int _site = MachineRegisters.None;

    public FaultTail(MachineFunction function, SelectionInput input)
    {
        _function = function;
        Input = input;
    }

    public SelectionInput Input { get; }

    /// <summary>What <see cref="Counter"/> finds the number of the site in.</summary>
    public int SiteRegister => _site == MachineRegisters.None ? _site = _function.NewRegister() : _site;

    /// <summary>The number of a place where the program may fault.</summary>
    public int NumberOf(FaultKind kind, int span)
    {
        var site = new CompiledFaultSite(Input.Program.Name, kind, span);
        int id = Input.FaultSites.IndexOf(site);
        if (id < 0)
        {
            id = Input.FaultSites.Count;
            Input.FaultSites.Add(site);
        }

        return id;
    }

    public MachineBlock Counter()
    {
        if (_counter is not null)
            return _counter;
        FrameSlot key = _function.NewSlot("", 8);
        int entry = _function.NewRegister();
        int count = _function.NewRegister();
        MachineBlock found = NewBlock();
        _counter = NewBlock();
        _counter.Instructions.Add(Make.Store(BpfSize.Word, key, _site));
        _counter.Instructions.Add(Make.LoadFrameAddress(MachineRegisters.FirstArgument + 1, key, 0));
        _counter.Instructions.Add(Make.LoadMap(MachineRegisters.FirstArgument, CompiledProgram.FaultMapName));
        _counter.Instructions.Add(Make.Call(MapLookup, 2));
        _counter.Instructions.Add(Make.Move(entry, MachineRegisters.Result));
        _counter.Terminator = new MachineInstruction(MachineOp.BranchImmediate) { Condition = BpfCondition.Equal, Wide = true, Destination = entry };
        _counter.Taken = Exit();
        _counter.Otherwise = found;

        found.Instructions.Add(Make.Load(BpfSize.Double, count, entry, 0));
        found.Instructions.Add(Make.AluImmediate(BpfAluOp.Add, wide: true, count, 1));
        found.Instructions.Add(Make.Store(BpfSize.Double, entry, 0, count));
        found.Terminator = Make.Jump();
        found.Taken = Exit();
        return _counter;
    }

    /// <summary>Returns the verdict without counting.</summary>
    public MachineBlock Exit()
    {
        if (_exit is not null)
            return _exit;
        _exit = NewBlock();
        _exit.Instructions.Add(Make.LoadImmediate(MachineRegisters.Result, Input.Program.OnFault));
        _exit.Terminator = Make.Exit();
        return _exit;
    }

    private MachineBlock NewBlock()
    {
        MachineBlock block = _function.NewBlock();
        block.IsCold = true;
        return block;
    }
}
