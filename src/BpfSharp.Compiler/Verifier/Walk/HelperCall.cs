using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>What the arguments of a helper call say (<c>struct bpf_call_arg_meta</c>).</summary>
internal sealed class HelperCall(IrHelper helper)
{
    public IrHelper Helper { get; } = helper;

    /// <summary>Index of the map argument; 0: none.</summary>
    public int Map { get; set; }

    /// <summary>Of a lookup: the key, where it is known; -1: it isn't.</summary>
    public long ConstantKey { get; set; } = -1;

    /// <summary>First slot of the function argument.</summary>
    public int Callback { get; set; }

    /// <summary>Register of what is released or locked; 0: none.</summary>
    public int Reference { get; set; }

    /// <summary>Register of the dynptr that is made or used; 0: none.</summary>
    public int Dynptr { get; set; }

    /// <summary>What kind it is, where it is used.</summary>
    public DynptrKind DynptrKind { get; set; }

    /// <summary>What was derived of what must be released goes with it.</summary>
    public uint OriginReference { get; set; }

    /// <summary>Bytes of the memory that the helper gives.</summary>
    public int ResultSize { get; set; }

    /// <summary>Register of the stack memory that the helper fills.</summary>
    public int WrittenBy { get; set; }

    /// <summary>Its bytes.</summary>
    public int WrittenSize { get; set; }
}
