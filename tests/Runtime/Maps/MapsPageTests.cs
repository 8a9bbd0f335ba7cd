using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

/// <summary>docs/maps.md has the table that the declarations say, and every map type of the kernel is there or left out for a reason. BPFSHARP_UPDATE=1 writes the table.</summary>
public sealed partial class MapsPageTests
{
    private const string Start = "<!-- generated from the declarations by tests/Runtime -->\n";
    private const string End = "<!-- end -->\n";
    private const string Header = "/usr/include/linux/bpf.h";

    private static readonly string s_page = Path.Combine(Root(), "docs/maps.md");

    private static readonly (Type Class, BpfMapAttribute Declaration)[] s_maps =
    [
        .. typeof(MapDeclaration).Assembly.GetTypes()
            .Select(static t => (t, t.GetCustomAttribute<BpfMapAttribute>()!))
            .Where(static m => m.Item2 is not null)
            .OrderBy(static m => m.Item2.MapType)
            .ThenBy(static m => m.t.Name, StringComparer.Ordinal),
    ];

    [Fact]
    public void Table_is_that_of_the_declarations()
    {
        string page = File.ReadAllText(s_page);
        int start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        int end = page.IndexOf(End, StringComparison.Ordinal);
        string expected = page[..start] + Table() + page[end..];
        if (Environment.GetEnvironmentVariable("BPFSHARP_UPDATE") == "1")
            File.WriteAllText(s_page, expected);
        Assert.Equal(expected, File.ReadAllText(s_page));
    }

    [Fact]
    public void Every_map_type_of_the_kernel_is_in_a_table()
    {
        Assert.SkipUnless(File.Exists(Header), $"there is no {Header}");
        string[] types = [.. MapTypes().Match(File.ReadAllText(Header)).Groups[1].Value.Split(',').Select(static t => t.Split('=')[0].Trim()).Where(static t => t.StartsWith("BPF_MAP_TYPE_", StringComparison.Ordinal))];
        Assert.NotEmpty(types);
        string page = File.ReadAllText(s_page);
        Assert.All(types.Where(static t => t != "BPF_MAP_TYPE_UNSPEC"), type => Assert.Contains($"`{type}`", page));
        // The enum counts from 0 without gaps.
        Assert.All(s_maps, map => Assert.Equal(map.Declaration.Name, types[map.Declaration.MapType]));
    }

    private static string Table()
    {
        var text = new StringBuilder("| kernel | C# | operations in programs | programs | first kernel | user space |\n|---|---|---|---|---|---|\n");
        foreach ((Type type, BpfMapAttribute declaration) in s_maps)
        {
            string programs = declaration.Programs.Length == 0 ? "all" : declaration.Programs;
            text.Append($"| `{declaration.Name}` | `{Name(type)}` | {string.Join(", ", Operations(type))} | {programs} | {declaration.Since} | `{View(declaration)}` |\n");
        }

        return text.ToString();
    }

    private static IEnumerable<string> Operations(Type type)
    {
        if (type.GetProperties().Any(static p => p.GetIndexParameters().Length != 0))
            yield return "`[]`";
        foreach (string name in type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly)
            .Where(static m => !m.IsSpecialName && (m.GetCustomAttribute<BpfFunctionAttribute>() is not null || m.GetCustomAttribute<BpfHelperAttribute>() is not null))
            .Select(static m => m.Name)
            .Distinct())
            yield return $"`{name}`";
    }

    private static string View(BpfMapAttribute declaration) => Name(typeof(IMapViewFactory).GetMethod(declaration.View)!.ReturnType);

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(static a => a == typeof(uint) ? "uint" : a.Name))}>"
        : type.Name;

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Generator.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("The repository is not above the test's folder.");
    }

    [GeneratedRegex(@"enum bpf_map_type \{(.*?)\};", RegexOptions.Singleline)]
    private static partial Regex MapTypes();
}
