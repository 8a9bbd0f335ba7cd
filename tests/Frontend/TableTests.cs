using System;
using System.Linq;
using System.Reflection;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests;

public class TableTests
{
    [Fact]
    public void Every_kind_of_operation_has_a_row()
    {
        string[] missing = typeof(OperationKind).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(static f => f.GetCustomAttribute<ObsoleteAttribute>() is null)
            .Select(static f => (OperationKind)f.GetValue(null)!)
            .Distinct()
            .Where(static k => OperationTable.Rows.All(r => r.Kind != k))
            .Select(static k => k.ToString())
            .ToArray();
        Assert.Equal("", string.Join(", ", missing));
    }

    [Fact]
    public void Rows_that_refuse_name_a_rule_of_the_catalog()
    {
        foreach (OperationRow row in OperationTable.Rows.Where(static r => r.Rule.Length != 0))
            Assert.Equal(row.Rule, DiagnosticCatalog.Get(row.Rule).Id);
    }

    /// <summary>A documentation id that .NET does not have is a typing error: the row would never be found.</summary>
    [Fact]
    public void Every_member_of_the_library_table_exists()
    {
        CSharpCompilation compilation = Lowered.Compile("");
        string[] unknown = BclTable.Ids.Where(id => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation) is null).Order().ToArray();
        Assert.Equal("", string.Join("\n", unknown));
    }
}
