using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Makes the function of one method: parameters, then the blocks of its control-flow graph.</summary>
internal static class MethodBody
{
    /// <param name="symbol">What the IR names (for an extension member: its static method).</param>
    public static IrFunction? Lower(ModuleLowering module, IMethodSymbol symbol)
    {
        IMethodSymbol body = ExtensionMembers.Body(symbol);
        if (body.IsAsync || body.IsIterator)
        {
            module.Diagnostics.Report(body.IsAsync ? "BPF1008" : "BPF1014", module.Spans.Of(body.Locations.FirstOrDefault()), body.IsAsync ? "an async method" : "'yield'");
            return null;
        }

        var function = new IrFunction(module.NameOf(symbol), MetadataNames.Arity(symbol), FunctionSignature.ReturnType(symbol, module.Types))
        {
            Span = module.Spans.Of(symbol.Locations.FirstOrDefault() ?? body.Locations.FirstOrDefault()),
            NoInlining = (symbol.MethodImplementationFlags & System.Reflection.MethodImplAttributes.NoInlining) != 0,
        };
        var emit = new IrBuilder(function) { Span = -1 };
        var method = new MethodLowering(module, body, emit);
        SourceBody? source = module.Bodies.Find(body);
        if (!Parameters.Declare(method, symbol, function, source))
            return null;

        bool isComplete;
        if (source is not null)
            isComplete = LowerSource(method, source);
        else
            isComplete = SynthesizedBodies.TryLower(method);
        if (!isComplete)
            return null;
        emit.Finish();
        BlockCleaning.Run(function);
        return function;
    }

    private static bool LowerSource(MethodLowering method, SourceBody source)
    {
        if (SubsetCheck.HasErrors(source.Operations))
        {
            method.Module.MarkIncomplete();
            return false;
        }

        if (!SubsetCheck.Run(method, source.Operations))
            return false;
        if (method.Method.MethodKind == MethodKind.Constructor)
            Constructors.Prepare(method, source);
        CaptureUses captures = method.Method.RefKind == RefKind.None ? source.Captures : new CaptureUses(source.Graph, returnsByRef: true);
        GraphLowering.Run(method, source.Graph, source.Operations, captures);
        return true;
    }
}
