using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>
/// Whether conversions at a place throw when the value doesn't fit. Operations tell it of conversions between numbers only: not of those of enums, nullables and tuples,
/// nor of what a shift assigns to a narrow target. So it is read from where it is written.
/// </summary>
internal static class CheckedContext
{
    public static bool Of(MethodLowering method, IConversionOperation conversion) => conversion.IsChecked || IsWrittenIn(method, conversion.Syntax);

    /// <summary>The conversion of the result to the target's type.</summary>
    public static bool Of(MethodLowering method, ICompoundAssignmentOperation compound) => compound.IsChecked || IsWrittenIn(method, compound.Syntax);

    // Lambdas and local functions are what the code around them is.
    private static bool IsWrittenIn(MethodLowering method, SyntaxNode syntax)
    {
        for (SyntaxNode? node = syntax; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            switch (node.Kind())
            {
                case SyntaxKind.CheckedExpression or SyntaxKind.CheckedStatement:
                    return true;
                case SyntaxKind.UncheckedExpression or SyntaxKind.UncheckedStatement:
                    return false;
            }
        }

        return method.Module.Compilation.Options is CSharpCompilationOptions { CheckOverflow: true };
    }
}
