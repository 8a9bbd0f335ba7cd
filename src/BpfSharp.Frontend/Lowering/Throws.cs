using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary><c>throw</c> ends the program by a fault. The exception object is never made, so making it may do nothing that anybody would see.</summary>
internal static class Throws
{
    // What .NET itself throws is the same fault where a program throws it: a simulation cannot tell the two apart.
    private static readonly IReadOnlyDictionary<string, FaultKind> s_dotnetFaults = new Dictionary<string, FaultKind>
    {
        ["System.IndexOutOfRangeException"] = FaultKind.IndexOutOfRange,
        ["System.DivideByZeroException"] = FaultKind.DivideByZero,
        ["System.OverflowException"] = FaultKind.Overflow,
        ["System.NullReferenceException"] = FaultKind.NullReference,
    };

    public static void Lower(MethodLowering method, IOperation? exception)
    {
        while (exception is IConversionOperation conversion)
            exception = conversion.Operand;
        if (exception is IObjectCreationOperation creation)
        {
            if (creation.Arguments.Select(static a => a.Value).FirstOrDefault(HasEffects) is { } argument)
                method.Report("BPF1019", argument);
            method.Emit.Fault((int)KindOf(creation.Type));
            return;
        }

        if (exception is { Kind: not OperationKind.Invalid })
            method.Report("BPF1020", exception);
        method.Emit.Fault((int)FaultKind.Thrown);
    }

    private static FaultKind KindOf(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (s_dotnetFaults.TryGetValue(type.ToDisplayString(), out FaultKind known))
                return known;
            if (RuntimeAttributes.Find(type, RuntimeAttributes.Fault) is { ConstructorArguments: [{ Value: { } kind }] })
                return (FaultKind)System.Convert.ToInt32(kind);
        }

        return FaultKind.Thrown;
    }

    // A member of the BCL that gives a value and gets no way to memory.
    private static bool IsPure(IMethodSymbol method) =>
        Bcl.BclTable.Find(method) is not null && !method.ReturnsVoid && method.Parameters.All(static p => p.RefKind == RefKind.None && !p.Type.IsRefLikeType);

    private static bool HasEffects(IOperation argument) => argument.DescendantsAndSelf().Any(static o =>
        o is IInvocationOperation call && !IsPure(call.TargetMethod) || o is IAssignmentOperation or IIncrementOrDecrementOperation or IObjectCreationOperation
        || (o is IPropertyReferenceOperation { Property.ContainingType.SpecialType: SpecialType.None } property && !Operations.PropertyAccess.HasAddress(property.Property)));
}
