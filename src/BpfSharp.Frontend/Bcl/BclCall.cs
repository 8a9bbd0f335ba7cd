using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary>A use of a BCL member, evaluated.</summary>
/// <param name="Receiver">Address of the struct that it is a member of; null for static members and constructors.</param>
/// <param name="Arguments">By parameter: scalar, address of a by-ref argument, or where an aggregate lies.</param>
internal sealed record BclCall(IMethodSymbol Method, IrValue? Receiver, IReadOnlyList<IrValue> Arguments, IOperation At)
{
    public IrValue this[int argument] => Arguments[argument];

    /// <summary>A type argument of the generic method.</summary>
    public ITypeSymbol TypeArgument(int index) => Method.TypeArguments[index];
}

/// <returns>Scalar, address (of an aggregate or of what a reference refers to), or null for void.</returns>
internal delegate IrValue? BclHandler(MethodLowering method, BclCall call);
