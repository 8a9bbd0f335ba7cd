using System.IO;
using System.Text.RegularExpressions;
using Xunit;
using Machine = BpfSharp.Object.Tests.Support.Tool;

namespace BpfSharp.Package.Tests;

/// <summary>The packages as a user gets them: a library of BPF functions and a program that uses it, with nothing of this repository but what is in the feed.</summary>
public sealed class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    [Fact]
    public void A_program_uses_a_library_from_a_package()
    {
        string version = PackageFeed.Version;
        Assert.Equal(
            [$"BpfSharp.{version}.nupkg", $"BpfSharp.Loader.{version}.nupkg", $"BpfSharp.Object.{version}.nupkg", $"BpfSharp.Testing.{version}.nupkg", $"BpfSharp.Tool.{version}.nupkg"],
            feed.Packages);

        string library = feed.Project("BpfSharp.SampleLibrary", "tests/Language/Library", $"<Version>{version}</Version>", "BpfSharp");
        Dotnet("pack", library, "-o", Path.Combine(feed.Folder, "feed"));

        string consumer = feed.Project("Consumer", "tests/Package/Consumer", "<OutputType>Exe</OutputType>", "BpfSharp", "BpfSharp.Loader", "BpfSharp.Testing", "BpfSharp.SampleLibrary");
        Dotnet("build", consumer);
        string output = Path.Combine(consumer, "bin/Debug/net10.0");
        Assert.True(File.Exists(Path.Combine(output, "Consumer.Meter.bpf.o")));
        Assert.True(Directory.Exists(Path.Combine(feed.Folder, "packages/bpfsharp.samplelibrary")));
        // 16 * 2 + 1 of the units; 40 + 200 * 7 + 200 + 1 of the tally; '8' and -3 ^ 200 of the digit.
        const string Result = "Tx 1527\n";
        Assert.Equal("simulation: " + Result, Machine.Run("dotnet", Path.Combine(output, "Consumer.dll")));

        Assert.Contains("Consumer.Meter", Tool(Path.Combine(output, "Consumer.dll")));
        Machine.RequireBpf();
        Assert.Equal($"simulation: {Result}kernel: {Result}", Machine.Run("dotnet", Path.Combine(output, "Consumer.dll"), "kernel"));
    }

    [Fact]
    public void The_analyzers_of_the_package_speak()
    {
        string folder = feed.Project("Broken", "tests/Package/Consumer", "<OutputType>Exe</OutputType><NoWarn>CS8632</NoWarn>", "BpfSharp");
        File.Delete(Path.Combine(folder, "Program.cs"));
        File.WriteAllText(Path.Combine(folder, "Meter.cs"), """
            using BpfSharp;
            public static partial class Meter
            {
                public static void Main() { }
                [XdpProgram] public static XdpAction Run(XdpContext ctx) => ctx.Length * 1.5 > 3 ? XdpAction.Pass : XdpAction.Drop;
            }
            """);
        (int code, string output) = Machine.TryRun("dotnet", "build", folder, "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false");
        Assert.NotEqual(0, code);
        Assert.Matches(new Regex(@"Meter\.cs\(5,65\): error BPF1001"), output);
        Assert.Contains("error BPF0001", output);
    }

    private static void Dotnet(string verb, string project, params string[] more) =>
        Machine.Run("dotnet", [verb, project, "-c", "Debug", "-v", "q", "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false", .. more]);

    private string Tool(string assembly)
    {
        string tools = Path.Combine(feed.Folder, "tools");
        Machine.Run("dotnet", "tool", "install", "BpfSharp.Tool", "--version", PackageFeed.Version, "--tool-path", tools, "--configfile", Path.Combine(feed.Folder, "nuget.config"));
        return Machine.Run(Path.Combine(tools, "dotnet-bpf"), "list", assembly);
    }
}
