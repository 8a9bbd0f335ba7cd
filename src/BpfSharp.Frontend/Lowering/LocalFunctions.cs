using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Frontend.Lowering;

internal static class LocalFunctions
{
    /// <summary>Tells local functions and lambdas of one member apart by their order in it; a position would change with every comment.</summary>
    public static string Ordinal(ISymbol member, IMethodSymbol function)
    {
        SyntaxNode own = function.DeclaringSyntaxReferences[0].GetSyntax();
        TextSpan span = own.Span;
        int before = member.DeclaringSyntaxReferences
            .SelectMany(static r => r.GetSyntax().DescendantNodes())
            .Count(n => IsOfKind(n, own) && n.SyntaxTree == own.SyntaxTree && n.SpanStart < span.Start);
        return before.ToString(CultureInfo.InvariantCulture);
    }

    // Lambdas are written in several ways.
    private static bool IsOfKind(SyntaxNode node, SyntaxNode own) => node.RawKind == own.RawKind || (node is AnonymousFunctionExpressionSyntax && own is AnonymousFunctionExpressionSyntax);
}
