using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

// Calls of kernel functions (check_kfunc_call): their declaration in C says what the arguments are, by types and by the ends of names.
internal sealed partial class Walker
{
    private const string Ignored = "__ign";
    private const string Uninitialized = "__uninit";
    private const string ConstantArgument = "__k";
    private const string Optional = "__opt";
    private const string Nullable = "__nullable";
    private const string SizeOfMemory = "__sz";
    private const string ConstantSize = "__szk";
    private const int EnumBytes = 4;

    private Step CallKernelFunction(KernelFunction function)
    {
        var call = new KernelCall(function);
        for (int i = 0; i < function.Prototype.Parameters.Count; i++)
        {
            if (!KernelArgument(call, i, out bool hasSize))
                return Step.Stop;
            i += hasSize ? 1 : 0;
        }

        if (function.Releases)
        {
            if (call.Reference == 0)
                return Refuse($"release kernel function {function.Name} expects refcounted PTR_TO_BTF_ID");
            Release(call.Reference);
        }

        Clobber(_state.Top);
        if (!SetKernelResult(call) || (function.Name == KnownKernelFunctions.IteratorNext && !MoveIterator(call)))
            return Step.Stop;
        if (function.ChangesPacket)
            ForgetPackets();
        _slot++;
        return Step.Next;
    }

    /// <param name="hasSize">The next argument is the size of this one.</param>
    private bool KernelArgument(KernelCall call, int index, out bool hasSize)
    {
        hasSize = false;
        KernelParameter parameter = call.Function.Prototype.Parameters[index];
        int register = index + 1;
        Register value = Registers[register];
        if (EndsWith(parameter, Ignored))
            return true;
        if (parameter.Pointers == 0)
            return KernelNumber(call, parameter, register);
        if ((value.IsZero || value.MayBeNull) && !EndsWith(parameter, Nullable) && !EndsWith(parameter, Optional))
            return Fail($"Possibly NULL pointer passed to trusted arg{index}");
        if (value.Reference != 0)
            call.Reference = value.Reference;
        if (value.IsZero && EndsWith(parameter, Nullable))
            return true;
        if (parameter.Type == "bpf_dynptr")
            return KernelDynptr(call, parameter, register);
        if (parameter.Type == KnownKernelFunctions.IteratorType)
            return KernelIterator(call, register);
        if (parameter.Type is "__sk_buff" or "xdp_md")
            return value.Kind == RegisterKind.Context || Fail($"arg#{index} expected pointer to ctx");
        if (parameter.Tag == "struct" && value.Kind is RegisterKind.Object or RegisterKind.Socket or RegisterKind.SocketCommon)
            return true;
        hasSize = index + 1 < call.Function.Prototype.Parameters.Count && call.Function.Prototype.Parameters[index + 1] is var next && (EndsWith(next, SizeOfMemory) || EndsWith(next, ConstantSize));
        if (hasSize)
            return KernelMemory(call, index);
        int? size = parameter.Pointers != 1 ? null : parameter.Tag == "enum" ? EnumBytes : parameter.Integer?.Size;
        if (size is { } known)
            return HelperAccess(register, known, isWrite: true, mayBeEmpty: true, null);
        Unknown($"argument '{parameter.Name}' of {call.Function.Name}");
        return false;
    }

    private bool KernelNumber(KernelCall call, KernelParameter parameter, int register)
    {
        if (!Registers[register].IsScalar)
            return Fail($"R{register} is not a scalar");
        return !EndsWith(parameter, ConstantArgument) || SetConstant(call, register);
    }

    private bool SetConstant(KernelCall call, int register)
    {
        if (!Registers[register].Bits.IsConstant)
            return Fail($"R{register} must be a known constant");
        call.Constant = Registers[register].Bits.Value;
        if (!EndsWith(call.Function.Prototype.Parameters[register - 1], ConstantSize))
            _precision.Mark(_state, register);
        return true;
    }

    // check_kfunc_mem_size_reg: read and written in any case.
    private bool KernelMemory(KernelCall call, int index)
    {
        int register = index + 1;
        int sizeRegister = register + 1;
        Register size = Registers[sizeRegister];
        if (!size.IsScalar)
            return Fail($"R{sizeRegister} is not a scalar");
        if (!Registers[register].IsZero || !EndsWith(call.Function.Prototype.Parameters[index], Optional))
        {
            if (size.SMin < 0)
                return Fail($"R{sizeRegister} min value is negative, either use unsigned or 'var &= const'");
            if (size.UMax >= WalkLimits.VariableOffset)
                return Fail($"R{sizeRegister} unbounded memory access, use 'var &= const' or 'if (var < const)'");
            if (!HelperAccess(register, (int)size.UMax, isWrite: true, mayBeEmpty: true, null))
                return false;
            _precision.Mark(_state, sizeRegister);
        }

        return !EndsWith(call.Function.Prototype.Parameters[index + 1], ConstantSize) || SetConstant(call, sizeRegister);
    }

    private bool KernelDynptr(KernelCall call, KernelParameter parameter, int register)
    {
        if (!EndsWith(parameter, Uninitialized))
        {
            bool isMade = UseDynptr(register, out Register dynptr);
            call.Dynptr = dynptr;
            return isMade;
        }

        if (call.Function.Name == KnownKernelFunctions.DynptrClone)
            return MakeDynptr(register, (DynptrKind)call.Dynptr.Range, call.Dynptr.Reference);
        if (KnownKernelFunctions.Dynptrs.TryGetValue(call.Function.Name, out DynptrKind kind))
            return MakeDynptr(register, kind, shared: 0);
        Unknown($"dynptr of {call.Function.Name}");
        return false;
    }

    private bool SetKernelResult(KernelCall call)
    {
        KernelFunction function = call.Function;
        KernelParameter type = function.Prototype.Result;
        ref Register result = ref Registers[0];
        if (type.IsVoid)
            return true;
        if (type.Pointers == 0)
        {
            result.SetUnknown();
            return true;
        }

        if (function.Name is KnownKernelFunctions.DynptrSlice or KnownKernelFunctions.DynptrSliceForWriting)
        {
            result.SetPointer(RegisterKind.Memory);
            result.Range = (int)call.Constant!.Value;
            result.Dynptr = call.Dynptr.Id;
            result.IsReadOnly = function.Name == KnownKernelFunctions.DynptrSlice;
        }
        else if (function.Name == KnownKernelFunctions.IteratorNext)
        {
            result.SetPointer(RegisterKind.Memory);
            result.Range = sizeof(int);
            result.IsReadOnly = true;
            result.Reference = call.Reference;
        }
        else if (type is { Tag: "struct", Pointers: 1 })
        {
            result.SetPointer(RegisterKind.Object);
            result.Range = _program.Structures.IndexOf(type.Type);
        }
        else
        {
            Unknown($"result of {function.Name}");
            return false;
        }

        // All of these may be null (KF_RET_NULL).
        result.MayBeNull = true;
        result.Id = ++_lastId;
        if (!function.Acquires)
            return true;
        result.Reference = result.Id;
        _state.References.Add(new HeldReference(result.Id, IsLock: false, 0));
        return true;
    }

    private static bool EndsWith(KernelParameter parameter, string end) => parameter.Name.EndsWith(end, StringComparison.Ordinal);
}
