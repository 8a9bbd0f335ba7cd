using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

internal static class Statements
{
    public static IrValue? Expression(MethodLowering method, IOperation operation)
    {
        method.Value(((IExpressionStatementOperation)operation).Operation);
        return null;
    }

    public static IrValue? Nothing(MethodLowering method, IOperation operation) => null;
}
