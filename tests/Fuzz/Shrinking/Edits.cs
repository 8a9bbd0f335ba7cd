using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>All ways to make a program smaller by one step. Many give no valid C#: whoever tries them finds out.</summary>
internal static class Edits
{
    public static IReadOnlyList<Edit> Of(SemanticModel model)
    {
        var edits = new List<Edit>();
        foreach (SyntaxNode node in model.SyntaxTree.GetRoot().DescendantNodes())
        {
            switch (node)
            {
                case MemberDeclarationSyntax member and not BaseNamespaceDeclarationSyntax:
                    edits.Add(new Edit(member.FullSpan, ""));
                    break;
                case UsingDirectiveSyntax directive:
                    edits.Add(new Edit(directive.FullSpan, ""));
                    break;
                case StatementSyntax statement:
                    edits.AddRange(OfStatement(statement));
                    break;
                case SwitchSectionSyntax section:
                    edits.Add(new Edit(section.FullSpan, ""));
                    break;
                case ExpressionSyntax expression when IsValue(expression):
                    edits.AddRange(OfExpression(model, expression));
                    break;
            }
        }

        return [.. edits.Where(static e => e.Gain > 0).Distinct().OrderByDescending(static e => e.Gain)];
    }

    private static IEnumerable<Edit> OfStatement(StatementSyntax statement)
    {
        SyntaxList<StatementSyntax>? siblings = statement.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => null,
        };
        if (siblings is { } list)
        {
            yield return new Edit(statement.FullSpan, "");
            // Runs of statements: the first halves, and all from here on.
            int at = list.IndexOf(statement);
            for (int length = list.Count - at; length > 1; length /= 2)
                yield return new Edit(TextSpan.FromBounds(statement.FullSpan.Start, list[at + length - 1].FullSpan.End), "");
        }

        StatementSyntax?[] inside = statement switch
        {
            IfStatementSyntax s => [s.Statement, s.Else?.Statement],
            ForStatementSyntax s => [s.Statement],
            WhileStatementSyntax s => [s.Statement],
            DoStatementSyntax s => [s.Statement],
            CommonForEachStatementSyntax s => [s.Statement],
            CheckedStatementSyntax s => [s.Block],
            _ => [],
        };
        foreach (StatementSyntax? inner in inside)
        {
            if (inner is not null)
                yield return new Edit(statement.Span, inner.ToString());
        }

        if (statement is BlockSyntax { Parent: BlockSyntax } nested)
            yield return new Edit(nested.Span, string.Join("\n", nested.Statements.Select(static s => s.ToString())));
        if (statement is IfStatementSyntax { Else: { } otherwise })
            yield return new Edit(otherwise.FullSpan, "");
    }

    private static IEnumerable<Edit> OfExpression(SemanticModel model, ExpressionSyntax expression)
    {
        if (model.GetTypeInfo(expression).Type is not { } type)
            yield break;
        if (type.SpecialType == SpecialType.System_Boolean)
        {
            yield return new Edit(expression.Span, "true");
            yield return new Edit(expression.Span, "false");
        }
        else if (type.SpecialType is >= SpecialType.System_Char and <= SpecialType.System_UInt64 || type.TypeKind == TypeKind.Enum)
        {
            string prefix = type.SpecialType == SpecialType.System_Int32 ? "" : $"({type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)})";
            yield return new Edit(expression.Span, prefix + "0");
            yield return new Edit(expression.Span, prefix + "1");
            yield return new Edit(expression.Span, prefix + "3");
        }

        foreach (ExpressionSyntax operand in expression.DescendantNodes(n => n == expression || n is not ExpressionSyntax).OfType<ExpressionSyntax>().Where(IsValue))
        {
            if (model.GetTypeInfo(operand).Type is not { } inner || inner.SpecialType == SpecialType.System_Void)
                continue;
            bool same = SymbolEqualityComparer.Default.Equals(inner, type);
            yield return new Edit(expression.Span, same ? operand.ToString() : $"({type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)})({operand})");
            if (same && operand is not (ParenthesizedExpressionSyntax or IdentifierNameSyntax or LiteralExpressionSyntax))
                yield return new Edit(expression.Span, $"({operand})");
        }
    }

    private static bool IsValue(ExpressionSyntax expression) =>
        expression is not (TypeSyntax and not IdentifierNameSyntax)
        && expression.Parent is not (UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax or NameColonSyntax or AttributeSyntax or BaseTypeSyntax or QualifiedNameSyntax)
        && !(expression.Parent is MemberAccessExpressionSyntax access && access.Name == expression)
        && !expression.Ancestors().Any(static a => a is AttributeListSyntax);
}
