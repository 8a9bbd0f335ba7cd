using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>new</c> of structs. Initialisers are assignments in the control-flow graph.</summary>
internal static class Objects
{
    public static IrValue? Create(MethodLowering method, IOperation operation)
    {
        var creation = (IObjectCreationOperation)operation;
        ITypeSymbol type = creation.Type!;
        if (creation.Constructor is { } known && BclTable.Find(known) is { } row)
            return BclTable.Lower(method, row, known, null, creation.Arguments, creation);
        if (!method.IsAggregate(type))
            return Literals.Default(method, creation);
        IrValue slot = method.Temporary(type, creation);
        Into(method, creation, slot);
        return slot;
    }

    /// <param name="destination">Memory that the constructor may write while it runs: nothing else refers to it.</param>
    public static void Into(MethodLowering method, IObjectCreationOperation creation, IrValue destination)
    {
        if (creation.Constructor is not { } constructor || (constructor.IsImplicitlyDeclared && constructor.Parameters.IsEmpty))
        {
            method.Emit.Zero(method.SourceType(creation.Type!, creation), destination);
            return;
        }

        IReadOnlyList<IrValue>? arguments = Arguments.Evaluate(method, creation.Arguments);
        if (arguments is not null)
            Calls.Emit(method, constructor, destination, arguments, creation);
    }
}
