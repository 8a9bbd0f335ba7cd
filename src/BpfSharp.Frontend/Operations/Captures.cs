using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace BpfSharp.Frontend.Operations;

internal static class Captures
{
    public static IrValue? Capture(MethodLowering method, IOperation operation)
    {
        method.Captures.Capture((IFlowCaptureOperation)operation);
        return null;
    }

    public static IrValue? Reference(MethodLowering method, IOperation operation) => method.Captures.Value((IFlowCaptureReferenceOperation)operation);
}
