using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using BpfSharp.Object.Tests.Support;
using Machine = BpfSharp.Object.Tests.Support.Tool;

namespace BpfSharp.Tool.Tests.Support;

/// <summary>A project of its own that uses the repository's build task, with objects where the generator would have put them.</summary>
internal sealed class BuiltProject : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BuiltProject()
    {
        string root = Metadata("RepositoryRoot");
        _folder.Write(
            "Sample.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <BpfSharpRepositoryRoot>{root}</BpfSharpRepositoryRoot>
                <UseSharedCompilation>false</UseSharedCompilation>
              </PropertyGroup>
              <Import Project="{root}build/BpfSharp.Local.targets" />
            </Project>
            """);
    }

    public string OutputFolder => Path.Combine(_folder.Path, "bin", Metadata("Configuration"), "net10.0");

    public string Assembly => Path.Combine(OutputFolder, "Sample.dll");

    /// <summary>The object files beside the assembly, by name.</summary>
    public string[] Objects => Directory.GetFiles(OutputFolder, "*.bpf.o").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal).ToArray();

    public void Write(params IEnumerable<(string Class, byte[] Content)> objects)
    {
        var source = new StringBuilder();
        foreach (var (name, _) in objects)
            source.AppendLine($"[assembly: BpfSharp.BpfObject(\"{name}\", \"{name}ObjectCode\")]");
        source.AppendLine("namespace BpfSharp { [System.AttributeUsage(System.AttributeTargets.Assembly, AllowMultiple = true)] sealed class BpfObjectAttribute : System.Attribute { public BpfObjectAttribute(string type, string code) { } } }");
        foreach (var (name, content) in objects.Where(item => item.Content.Length > 0))
        {
            int dot = name.LastIndexOf('.');
            source.AppendLine($"namespace {name[..dot]} {{ static class {name[(dot + 1)..]}ObjectCode {{ internal const string Base64 = \"{Convert.ToBase64String(content)}\"; }} }}");
        }

        _folder.Write("Objects.cs", source.ToString());
    }

    public string Build() => Machine.Run("dotnet", Arguments("build"));

    public (int Code, string Output) TryBuild() => Machine.TryRun("dotnet", Arguments("build"));

    public string Clean() => Machine.Run("dotnet", Arguments("clean"));

    public void Dispose() => _folder.Dispose();

    // The task's project is built already; processes that outlive the build would outlive the test.
    private string[] Arguments(string verb) =>
    [
        verb, Path.Combine(_folder.Path, "Sample.csproj"), "-v", "q", "-nologo", "-nodeReuse:false",
        "-p:BuildProjectReferences=false", $"-p:Configuration={Metadata("Configuration")}",
    ];

    private static string Metadata(string key) =>
        typeof(BuiltProject).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
