using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.CodeGen.Selection;

// Where values are.
internal sealed partial class Selector
{
    private readonly Dictionary<IrValue, int> _registers = new();
    private readonly HashSet<IrValue> _usedInBlock = new();

    /// <summary>The register that the instruction being selected must write.</summary>
    public int ResultOf(IrValue value) => _registers.TryGetValue(value, out int register) ? register : NewRegister(value);

    /// <summary>False for constants and addresses, which are computed where they are wanted.</summary>
    public bool HasRegister(IrValue value) => !IsComputedAnywhere(_aliases.Resolve(value));

    public bool IsSignedLoad(IrInstruction load) => _aliases.IsSignedLoad(load);

    /// <summary>True if something wants the value in a register.</summary>
    public bool IsUsed(IrValue value) => _registers.ContainsKey(value);

    public int NewRegister() => Function.NewRegister();

    /// <summary>A register that holds the value; not to be written.</summary>
    public int Use(IrValue value) => UseResolved(_aliases.Resolve(value));

    /// <summary>A register whose low 32 bits are those of the i32 value.</summary>
    public int UseLow(IrValue value) => UseResolved(_aliases.ResolveLow(value));

    /// <summary>Computes the value into a register.</summary>
    public void Place(int register, IrValue value) => PlaceResolved(register, _aliases.Resolve(value));

    public void PlaceLow(int register, IrValue value) => PlaceResolved(register, _aliases.ResolveLow(value));

    /// <summary>An instruction's immediate, sign-extended to 64 bits by wide ones.</summary>
    public static bool TryImmediate(IrValue value, out int immediate)
    {
        immediate = 0;
        if (value is not IrConstant constant || constant.Value != (int)constant.Value)
            return false;
        immediate = (int)constant.Value;
        return true;
    }

    /// <summary>True if the value is still wanted after the instruction being selected, so that its register may not be reused for the result.</summary>
    public bool IsLiveAfter(IrValue value)
    {
        value = _aliases.Resolve(value);
        return _usedInBlock.Contains(value) || _liveness.IsLiveOut(_block, value);
    }

    private int NewRegister(IrValue value)
    {
        int register = Function.NewRegister();
        _registers.Add(value, register);
        return register;
    }

    private int UseResolved(IrValue value)
    {
        if (IsComputedAnywhere(value))
        {
            int register = Function.NewRegister();
            PlaceResolved(register, value);
            return register;
        }

        _usedInBlock.Add(value);
        return ResultOf(value);
    }

    private void PlaceResolved(int register, IrValue value)
    {
        if (value is IrConstant constant)
            Emit(Make.LoadImmediate(register, constant.Type == IrType.I32 ? (uint)constant.Value : constant.Value));
        else if (value is IrInstruction { Op: IrOp.MapAddr } map)
            Emit(Make.LoadMap(register, map.Symbol!));
        else if (value.Type == IrType.Ptr && AddressOf(value) is var address && !ReferenceEquals(address.Base, value))
            PlaceAddress(register, address);
        else
            Emit(Make.Move(register, UseResolved(value)));
    }

    // Such a value has no register of its own: each user computes it.
    private bool IsComputedAnywhere(IrValue value) =>
        value is IrConstant or IrInstruction { Op: IrOp.MapAddr } || (value.Type == IrType.Ptr && AddressOf(value).IsConstant);
}
