using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>Calls of Deconstruct methods: of the type, or extensions of it.</summary>
internal static class DeconstructCalls
{
    public static IReadOnlyList<IParameterSymbol> Outputs(IMethodSymbol deconstruct) =>
        deconstruct.Parameters.SkipWhile(static p => p.RefKind != RefKind.Out).ToList();

    /// <param name="address">Where the deconstructed value lies.</param>
    /// <param name="into">A place for each output.</param>
    public static void Emit(MethodLowering method, IMethodSymbol deconstruct, IrValue address, ITypeSymbol type, IReadOnlyList<IrValue> into, IOperation at)
    {
        IMethodSymbol target = ExtensionMembers.Implementation(deconstruct) ?? deconstruct.GetConstructedReducedFrom() ?? deconstruct;
        if (!target.IsStatic)
        {
            ITypeSymbol? constrainedTo = target.ContainingType.TypeKind == TypeKind.Interface ? type : null;
            Calls.Emit(method, target, address, into, at, constrainedTo);
            return;
        }

        IrValue receiver = Arguments.ByConvention(method, method.LoadFrom(address, type, at), target.Parameters[0], at);
        Calls.Emit(method, target, null, into.Prepend(receiver).ToList(), at);
    }
}
