using System;
using System.IO;
using System.Linq;
using System.Reflection;
using BpfSharp.Object.Tests.Support;
using Machine = BpfSharp.Object.Tests.Support.Tool;

namespace BpfSharp.Package.Tests;

/// <summary>A folder with a feed of the packages, and room for projects that restore from it into a packages folder of their own.</summary>
public sealed class PackageFeed : IDisposable
{
    private static readonly string[] s_packed = ["src/BpfSharp.Object", "runtime/BpfSharp", "runtime/BpfSharp.Loader", "runtime/BpfSharp.Testing", "src/BpfSharp.Tool"];

    private readonly TemporaryFolder _folder = new();

    public PackageFeed()
    {
        // What BpfSharp is called comes from here, and from nowhere else.
        _folder.Write("nuget.config", """
            <configuration>
              <packageSources>
                <add key="local" value="feed" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="local"><package pattern="BpfSharp*" /></packageSource>
                <packageSource key="nuget.org"><package pattern="*" /></packageSource>
              </packageSourceMapping>
            </configuration>
            """);
        _folder.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <AllowUnsafeBlocks>true</AllowUnsafeBlocks>
                <RestorePackagesPath>$(MSBuildThisFileDirectory)packages</RestorePackagesPath>
              </PropertyGroup>
            </Project>
            """);
        foreach (string project in s_packed)
            Machine.Run("dotnet", "pack", Path.Combine(Root, project), "-c", Metadata("Configuration"), "--no-build", "-o", Path.Combine(Folder, "feed"), "-v", "q", "-nodeReuse:false");
    }

    public static string Root => Metadata("RepositoryRoot");

    public static string Version => Metadata("Version");

    public string Folder => _folder.Path;

    public string[] Packages => [.. Directory.GetFiles(Path.Combine(Folder, "feed"), "*.nupkg").Select(static p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    /// <summary>Writes a project with the sources of a folder of the repository.</summary>
    /// <returns>Its folder.</returns>
    public string Project(string name, string sources, string properties, params string[] packages)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;
        string references = string.Concat(packages.Select(static p => $"<PackageReference Include=\"{p}\" Version=\"{Version}\" />"));
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup>{properties}</PropertyGroup><ItemGroup>{references}</ItemGroup></Project>");
        foreach (string source in Directory.GetFiles(Path.Combine(Root, sources), "*.cs"))
            File.Copy(source, Path.Combine(folder, Path.GetFileName(source)));
        return folder;
    }

    public void Dispose() => _folder.Dispose();

    private static string Metadata(string key) => typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
