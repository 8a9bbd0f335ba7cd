using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Structs made directly where they are to be, without a copy.</summary>
internal static class Aggregates
{
    /// <param name="destination">Memory that nothing else refers to.</param>
    public static bool TryInto(MethodLowering method, IOperation operation, IrValue destination)
    {
        switch (operation)
        {
            case IObjectCreationOperation { Constructor: { } constructor } creation when BclTable.Find(constructor) is null && method.IsAggregate(creation.Type!):
                Objects.Into(method, creation, destination);
                return true;
            case IDefaultValueOperation { Type: { } type }:
                method.Emit.Zero(method.SourceType(type, operation), destination);
                return true;
            case IInvocationOperation { TargetMethod: { RefKind: RefKind.None } target } call when FunctionSignature.HasResultPointer(target, method.Types) && BclTable.Find(target) is null:
                // Intrinsics make their results where they like.
                IrValue? made = Invocations.Call(method, call, destination);
                if (made is not null && made.Type == IrType.Ptr)
                    method.Emit.Copy(method.SourceType(call.Type!, call), destination, made);
                return true;
            default:
                return false;
        }
    }
}
