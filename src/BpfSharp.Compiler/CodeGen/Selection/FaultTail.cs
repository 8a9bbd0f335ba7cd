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
    private MachineBlock? _registerCounter;
    private FrameSlot? _key;
    private MachineBlock? _exit;
    private int _site = MachineRegisters.None;

    public FaultTail(MachineFunction function, SelectionInput input)
    {
        _function = function;
        Input = input;
    }

    public SelectionInput Input { get; }

    /// <summary>What <see cref="RegisterCounter"/> finds the number of the site in.</summary>
    public int SiteRegister => _site == MachineRegisters.None ? _site = _function.NewRegister() : _site;

    // Not a constant to the verifier, which would walk the tail once a site.
    private FrameSlot Key => _key ??= NewKey();

    /// <summary>The number of a place where the program may fault.</summary>
    public int NumberOf(FaultKind kind, int span)
    {
        var site = new CompiledFaultSite(Input.Program.Name, kind, span);
        int id = Input.FaultSites.IndexOf(site);
        if (id >= 0)
            return id;
        id = Input.FaultSites.FindIndex(static s => !s.IsUsed);
        if (id >= 0)
        {
            Input.FaultSites[id] = site;
            return id;
        }

        Input.FaultSites.Add(site);
        return Input.FaultSites.Count - 1;
    }

    /// <summary>Counts the site whose number <see cref="StoreNumber"/> has put into the frame.</summary>
    public MachineBlock Counter()
    {
        if (_counter is not null)
            return _counter;
        int entry = _function.NewRegister();
        int one = _function.NewRegister();
        MachineBlock found = NewBlock();
        _counter = NewBlock();
        _counter.Instructions.Add(Make.LoadFrameAddress(MachineRegisters.FirstArgument + 1, Key, 0));
        _counter.Instructions.Add(Make.LoadMap(MachineRegisters.FirstArgument, CompiledProgram.FaultMapName));
        _counter.Instructions.Add(Make.Call(MapLookup, 2));
        _counter.Instructions.Add(Make.Move(entry, MachineRegisters.Result));
        _counter.Terminator = new MachineInstruction(MachineOp.BranchImmediate) { Condition = BpfCondition.Equal, Wide = true, Destination = entry };
        _counter.Taken = Exit();
        _counter.Otherwise = found;

        found.Instructions.Add(Make.LoadImmediate(one, 1));
        found.Instructions.Add(new MachineInstruction(MachineOp.Atomic) { AtomicOp = BpfAtomicOp.Add, Size = BpfSize.Double, Destination = entry, Source = one });
        found.Terminator = Make.Jump();
        found.Taken = Exit();
        return _counter;
    }

    /// <summary>Counts the site whose number lies in <see cref="SiteRegister"/>.</summary>
    public MachineBlock RegisterCounter()
    {
        if (_registerCounter is not null)
            return _registerCounter;
        _registerCounter = NewBlock();
        _registerCounter.Instructions.Add(Make.Store(BpfSize.Word, Key, SiteRegister));
        _registerCounter.Terminator = Make.Jump();
        _registerCounter.Taken = Counter();
        return _registerCounter;
    }

    /// <summary>Puts the number of a site where <see cref="Counter"/> looks for it.</summary>
    public MachineInstruction StoreNumber(int site) =>
        new(MachineOp.StoreImmediate) { Size = BpfSize.Word, Destination = MachineRegisters.Frame, Slot = Key, Immediate = site };

    /// <summary>Returns the verdict without counting.</summary>
    public MachineBlock Exit()
    {
        if (_exit is not null)
            return _exit;
        _exit = NewBlock();
        _exit.Instructions.Add(Make.LoadImmediate(MachineRegisters.Result, Input.Function.Role == IrFunctionRole.Timer ? 0 : Input.Program.OnFault));
        _exit.Terminator = Make.Exit();
        return _exit;
    }

    private FrameSlot NewKey()
    {
        FrameSlot key = _function.NewSlot("", sizeof(int));
        key.IsUpperHalf = true;
        _function.FaultKey = key;
        return key;
    }

    private MachineBlock NewBlock()
    {
        MachineBlock block = _function.NewBlock();
        block.IsCold = true;
        return block;
    }
}
