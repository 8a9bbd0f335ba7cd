using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>A type has a name of metadata exactly where that is its own: not where one ends with the other, or the dots of one are the pluses of the other.</summary>
public class TypeNameTests
{
    private const string Source = """
        class Name { class Inner { } class Name { } }
        class Name<T> { class Inner<U> { } }
        class XName { }
        namespace A { class Name { class Inner { } } namespace Name { class Inner { } } }
        namespace B.A { class Name { class Inner { class Inner { } } } class Name<T> { } }
        namespace BA { class Name { } }
        """;

    [Fact]
    public void Types_are_named_as_metadata_has_them()
    {
        CSharpCompilation compilation = CSharpCompilation.Create("T", [CSharpSyntaxTree.ParseText(Source, cancellationToken: TestContext.Current.CancellationToken)]);
        List<INamedTypeSymbol> types = [.. Types(compilation.Assembly.GlobalNamespace)];
        string[] names = [.. types.Select(AttributeReader.MetadataName), "", ".", "+", "Name.", ".Name", "+Inner", "A.Name.Inner", "A+Name", "B.A.Name.Inner", "Name`2"];
        Assert.Contains("B.A.Name+Inner+Inner", names);
        foreach (INamedTypeSymbol type in types)
            Assert.Equal(names.Where(n => n == AttributeReader.MetadataName(type)), names.Where(n => AttributeReader.IsNamed(type, n)));
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol space) =>
        space.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(m => m is INamedTypeSymbol type ? Types(m).Prepend(type) : Types(m));
}
