using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Properties that nobody can tell apart whether they are read once or twice: they look at nothing but the fields of their struct.</summary>
internal static class RepeatableReads
{
    // A property that reads properties that read properties: deep enough for what people write.
    private const int MaxDepth = 4;

    public static bool Is(ModuleLowering module, IPropertySymbol property) => Is(module, property, 0);

    private static bool Is(ModuleLowering module, IPropertySymbol property, int depth)
    {
        if (PropertyAccess.BackingField(property) is not null)
            return true;
        if (property.RefKind != RefKind.None || property.GetMethod is not { } getter || depth > MaxDepth || !property.Parameters.IsEmpty)
            return false;
        if (BclTable.Find(getter) is not null)
            return true;
        if (module.LibraryBody(getter) is { } body)
            return IsRepeatable(body);
        return module.Bodies.Find(getter.OriginalDefinition) is { } source && source.Operations.All(o => IsRepeatable(module, o, depth));
    }

    private static bool IsRepeatable(ModuleLowering module, IOperation operation, int depth) => operation switch
    {
        IMethodBodyOperation or IBlockOperation or IReturnOperation or ILiteralOperation or IInstanceReferenceOperation or IConditionalOperation or IParenthesizedOperation => true,
        IConversionOperation conversion => conversion.OperatorMethod is null,
        IBinaryOperation binary => binary.OperatorMethod is null,
        IUnaryOperation unary => unary.OperatorMethod is null,
        IFieldReferenceOperation { Field: var field } => field.IsConst || (!field.IsStatic && field.RefKind == RefKind.None),
        IPropertyReferenceOperation { Property: { IsStatic: false } property } => Is(module, property, depth + 1),
        _ => false,
    };

    private static bool IsRepeatable(IrFunction function) => function.Blocks.SelectMany(static b => b.Instructions).All(static i => i.Op switch
    {
        IrOp.Call or IrOp.CallConstrained or IrOp.Helper or IrOp.Atomic or IrOp.Store or IrOp.Copy or IrOp.Zero or IrOp.CtxLoad or IrOp.CtxStore => false,
        IrOp.MapAddr or IrOp.GlobalAddr or IrOp.PktFits or IrOp.PtrAdd or IrOp.Elem => false,
        // A reference that is loaded leads out of the struct.
        IrOp.Load => i.Type != IrType.Ptr,
        _ => true,
    });
}
