using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>Every kind of operation that Roslyn has, and what happens with it. A kind that is not here (a newer Roslyn's) is refused by BPF1000.</summary>
internal static class OperationTable
{
    private static readonly OperationRow[] s_rows =
    {
        // Values and variables.
        Lowered(OperationKind.Literal, Literals.Literal),
        Lowered(OperationKind.DefaultValue, Literals.Default),
        Lowered(OperationKind.SizeOf, Literals.SizeOf),
        Lowered(OperationKind.NameOf, Literals.Literal),
        Lowered(OperationKind.LocalReference, Places.Read),
        Lowered(OperationKind.ParameterReference, Places.Read),
        Lowered(OperationKind.FieldReference, Places.Read),
        Lowered(OperationKind.PropertyReference, Places.Read),
        Lowered(OperationKind.InstanceReference, Places.Read),
        Lowered(OperationKind.FlowCaptureReference, Captures.Reference),
        Lowered(OperationKind.FlowCapture, Captures.Capture),
        Lowered(OperationKind.DeclarationExpression, Places.Read),
        Lowered(OperationKind.Discard, Places.Read),
        Lowered(OperationKind.InlineArrayAccess, Places.Read),
        Lowered(OperationKind.ImplicitIndexerReference, Places.Read),
        Lowered(OperationKind.Range, IndexValues.Range),
        Lowered(OperationKind.Utf8String, ConstantData.Utf8),
        Lowered(OperationKind.CollectionExpression, CollectionExpressions.Lower),
        Lowered(OperationKind.Parenthesized, static (m, o) => m.Value(((Microsoft.CodeAnalysis.Operations.IParenthesizedOperation)o).Operand)),

        // Computation.
        Lowered(OperationKind.Unary, UnaryOperators.Lower),
        Lowered(OperationKind.Binary, BinaryOperators.Lower),
        Lowered(OperationKind.Conversion, Conversions.Lower),
        Lowered(OperationKind.IsPattern, Patterns.Lower),
        Lowered(OperationKind.IsType, TypeTests.Lower),
        Lowered(OperationKind.Tuple, Tuples.Create),
        Lowered(OperationKind.TupleBinary, TupleComparison.Lower),
        Lowered(OperationKind.IsNull, Nulls.IsNull),

        // Assignment.
        Lowered(OperationKind.SimpleAssignment, Assignments.Simple),
        Lowered(OperationKind.CompoundAssignment, Assignments.Compound),
        Lowered(OperationKind.Increment, Assignments.IncrementOrDecrement),
        Lowered(OperationKind.Decrement, Assignments.IncrementOrDecrement),
        Lowered(OperationKind.DeconstructionAssignment, Deconstruction.Lower),
        Lowered(OperationKind.ExpressionStatement, Statements.Expression),
        Lowered(OperationKind.Empty, Statements.Nothing),

        // Calls and objects.
        Lowered(OperationKind.Invocation, Invocations.Lower),
        Lowered(OperationKind.ObjectCreation, Objects.Create),
        // Pointers, 'stackalloc', 'fixed': Roslyn has no kinds for them.
        Lowered(OperationKind.None, Unmodelled.Lower),
        Lowered(OperationKind.AddressOf, Pointers.AddressOf),
        Refused(OperationKind.TypeParameterObjectCreation, "BPF1036", "'new T()'"),

        // Part of another operation.
        Inside(OperationKind.Argument, "an argument"),
        Inside(OperationKind.Block, "a block"),
        Inside(OperationKind.VariableDeclarationGroup, "a declaration"),
        Inside(OperationKind.VariableDeclaration, "a declaration"),
        Inside(OperationKind.VariableDeclarator, "a declaration"),
        Inside(OperationKind.VariableInitializer, "an initialiser"),
        Inside(OperationKind.FieldInitializer, "an initialiser"),
        Inside(OperationKind.PropertyInitializer, "an initialiser"),
        Inside(OperationKind.ParameterInitializer, "an initialiser"),
        Inside(OperationKind.MemberInitializer, "an initialiser"),
        Inside(OperationKind.ObjectOrCollectionInitializer, "an initialiser"),
        Inside(OperationKind.MethodBody, "a body"),
        Inside(OperationKind.ConstructorBody, "a body"),
        Inside(OperationKind.ConstantPattern, "a pattern"),
        Inside(OperationKind.DeclarationPattern, "a pattern"),
        Inside(OperationKind.DiscardPattern, "a pattern"),
        Inside(OperationKind.RecursivePattern, "a pattern"),
        Inside(OperationKind.RelationalPattern, "a pattern"),
        Inside(OperationKind.BinaryPattern, "a pattern"),
        Inside(OperationKind.NegatedPattern, "a pattern"),
        Inside(OperationKind.TypePattern, "a pattern"),
        Inside(OperationKind.PropertySubpattern, "a pattern"),
        Inside(OperationKind.ListPattern, "a list pattern"),
        Inside(OperationKind.SlicePattern, "a slice pattern"),
        Inside(OperationKind.Attribute, "an attribute"),
        Inside(OperationKind.OmittedArgument, "an omitted argument"),

        // Gone in the control-flow graph.
        Inside(OperationKind.Labeled, "a label"),
        Inside(OperationKind.Branch, "a branch"),
        Inside(OperationKind.Return, "'return'"),
        Inside(OperationKind.Conditional, "a condition"),
        Inside(OperationKind.Loop, "a loop"),
        Inside(OperationKind.Switch, "'switch'"),
        Inside(OperationKind.SwitchCase, "'case'"),
        Inside(OperationKind.CaseClause, "'case'"),
        Inside(OperationKind.SwitchExpression, "'switch'"),
        Inside(OperationKind.SwitchExpressionArm, "an arm of 'switch'"),
        Inside(OperationKind.With, "'with'"),
        Inside(OperationKind.Throw, "'throw'"),
        Inside(OperationKind.Coalesce, "'??'"),
        Inside(OperationKind.CoalesceAssignment, "'??='"),
        Inside(OperationKind.ConditionalAccess, "'?.'"),
        Inside(OperationKind.ConditionalAccessInstance, "'?.'"),
        Inside(OperationKind.LocalFunction, "a local function"),
        Inside(OperationKind.Try, "'try'"),
        RefusedInTree(OperationKind.CatchClause, "BPF1011", "'catch'"),
        RefusedInTree(OperationKind.CaughtException, "BPF1011", "'catch'"),
        Inside(OperationKind.Using, "'using'"),
        Inside(OperationKind.UsingDeclaration, "'using'"),
        RefusedInTree(OperationKind.Lock, "BPF1013", "'lock'"),
        RefusedInTree(OperationKind.YieldReturn, "BPF1014", "'yield'"),
        RefusedInTree(OperationKind.YieldBreak, "BPF1014", "'yield'"),
        RefusedInTree(OperationKind.Await, "BPF1008", "'await'"),

        // Not in the subset.
        Refused(OperationKind.ArrayCreation, "BPF1005", "an array"),
        Refused(OperationKind.ArrayElementReference, "BPF1005", "an array"),
        Refused(OperationKind.ArrayInitializer, "BPF1005", "an array"),
        Refused(OperationKind.AnonymousFunction, "BPF1007", "a lambda"),
        Refused(OperationKind.FlowAnonymousFunction, "BPF1007", "a lambda"),
        Refused(OperationKind.DelegateCreation, "BPF1007", "a delegate"),
        Refused(OperationKind.MethodReference, "BPF1007", "a delegate"),
        Refused(OperationKind.FunctionPointerInvocation, "BPF1007", "a function pointer"),
        Refused(OperationKind.EventReference, "BPF1007", "an event"),
        Refused(OperationKind.EventAssignment, "BPF1007", "an event"),
        Refused(OperationKind.RaiseEvent, "BPF1007", "an event"),
        Refused(OperationKind.AnonymousObjectCreation, "BPF1004", "an anonymous object"),
        Refused(OperationKind.DynamicObjectCreation, "BPF1009", "'dynamic'"),
        Refused(OperationKind.DynamicMemberReference, "BPF1009", "'dynamic'"),
        Refused(OperationKind.DynamicInvocation, "BPF1009", "'dynamic'"),
        Refused(OperationKind.DynamicIndexerAccess, "BPF1009", "'dynamic'"),
        Refused(OperationKind.InterpolatedString, "BPF1029", "an interpolated string"),
        Refused(OperationKind.InterpolatedStringText, "BPF1029", "an interpolated string"),
        Refused(OperationKind.Interpolation, "BPF1029", "an interpolated string"),
        Refused(OperationKind.InterpolatedStringAddition, "BPF1029", "an interpolated string"),
        Refused(OperationKind.InterpolatedStringHandlerCreation, "BPF1029", "an interpolated string"),
        Refused(OperationKind.InterpolatedStringHandlerArgumentPlaceholder, "BPF1029", "an interpolated string"),
        Refused(OperationKind.InterpolatedStringAppendLiteral, "BPF1029", "an interpolated string"),
        Refused(OperationKind.InterpolatedStringAppendFormatted, "BPF1029", "an interpolated string"),
        Refused(OperationKind.InterpolatedStringAppendInvalid, "BPF1029", "an interpolated string"),
        Refused(OperationKind.Spread, "BPF1025", "a collection expression"),
        Refused(OperationKind.TypeOf, "BPF1028", "'typeof'"),
        Refused(OperationKind.TranslatedQuery, "BPF1007", "a query"),
        Refused(OperationKind.StaticLocalInitializationSemaphore, "BPF1000", "a static local of Visual Basic"),
        Refused(OperationKind.ReDim, "BPF1000", "'ReDim' of Visual Basic"),
        Refused(OperationKind.ReDimClause, "BPF1000", "'ReDim' of Visual Basic"),
        Refused(OperationKind.Stop, "BPF1000", "'Stop' of Visual Basic"),
        Refused(OperationKind.End, "BPF1000", "'End' of Visual Basic"),

        // The compiler itself complains where it makes these.
        new(OperationKind.Invalid, OperationFate.Refused, null, "", "code with errors"),
    };

    private static readonly Dictionary<OperationKind, OperationRow> s_byKind = Index();

    public static IReadOnlyList<OperationRow> Rows => s_rows;

    public static OperationRow Of(OperationKind kind) =>
        s_byKind.TryGetValue(kind, out OperationRow row) ? row : new OperationRow(kind, OperationFate.Refused, null, "BPF1000", kind.ToString());

    public static IrValue Refuse(MethodLowering method, IOperation operation, OperationRow row)
    {
        if (row.Kind == OperationKind.Invalid)
        {
            method.Module.MarkIncomplete();
            return method.Poison(operation.Type);
        }

        string rule = row.Fate == OperationFate.Inside ? "BPF1000" : row.Rule;
        return method.Refuse(rule, operation, row.What);
    }

    private static OperationRow Lowered(OperationKind kind, OperationHandler handler) => new(kind, OperationFate.Lowered, handler, "", "");

    private static OperationRow Inside(OperationKind kind, string what) => new(kind, OperationFate.Inside, null, "", what);

    private static OperationRow Refused(OperationKind kind, string rule, string what) => new(kind, OperationFate.Refused, null, rule, what);

    private static OperationRow RefusedInTree(OperationKind kind, string rule, string what) => new(kind, OperationFate.RefusedInTree, null, rule, what);

    private static Dictionary<OperationKind, OperationRow> Index()
    {
        var index = new Dictionary<OperationKind, OperationRow>();
        foreach (OperationRow row in s_rows)
            index.Add(row.Kind, row);
        return index;
    }
}
