using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>The registers of webs: the first web of a register keeps it, the others get new ones.</summary>
internal sealed class WebNames
{
    private readonly MachineFunction _function;
    private readonly RegisterSet _taken;

    // By the value that stands for the web; 0 where it has none yet, since no web lies in a machine register.
    private readonly int[] _names;

    public WebNames(MachineFunction function, int values)
    {
        _function = function;
        _taken = new RegisterSet(function.RegisterCount);
        _names = new int[values];
    }

    public int Of(int register, int web)
    {
        if (_names[web] != 0)
            return _names[web];
        bool isFirst = !_taken.Contains(register);
        _taken.Add(register);
        return _names[web] = isFirst ? register : _function.NewRegister();
    }
}
