using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BpfSharp.Frontend.Gather;

/// <summary>Operations of field initialisers.</summary>
internal sealed class FieldInitializers
{
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;

    // Of the last field's file: most fields lie in one.
    private SemanticModel? _model;

    public FieldInitializers(Compilation compilation, CancellationToken cancellation)
    {
        _compilation = compilation;
        _cancellation = cancellation;
    }

    /// <summary>The expression behind <c>=</c>; null where there is none or it does not bind.</summary>
    public IOperation? Find(IFieldSymbol field, out ExpressionSyntax? syntax)
    {
        syntax = null;
        if (field.DeclaringSyntaxReferences.Length == 0
            || field.DeclaringSyntaxReferences[0].GetSyntax(_cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value })
            return null;
        syntax = value;
        if (_model?.SyntaxTree != value.SyntaxTree)
            _model = _compilation.GetSemanticModel(value.SyntaxTree);
        return _model.GetOperation(value, _cancellation);
    }
}
