using System;
using System.IO;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

/// <summary>A sample as one native file: what is trimmed away or needs code made at run time would be missing here only.</summary>
public sealed class NativeAotTests
{
    // All that the sample refers to is built anew, apart from the repository's own output, which others may be building.
    private const string Switch = "BPFSHARP_NATIVE_AOT";

    [Fact]
    public void QuickStart_publishes_without_a_warning_and_runs()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Switch) == "1", $"publishing takes a minute or two, and a C compiler with zlib's headers: set {Switch}=1");
        KernelTest.Require();
        string folder = Directory.CreateTempSubdirectory("bpfsharp-aot").FullName;
        try
        {
            string output = Path.Combine(folder, "out");
            string log = Command.Run(
                "dotnet", "publish", Path.Combine(SampleProcess.Source("QuickStart"), "QuickStart.csproj"), "-c", "Release", "-p:PublishAot=true",
                "--artifacts-path", Path.Combine(folder, "artifacts"), "--output", output, "--disable-build-servers");
            Assert.Contains("Generating native code", log);
            Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);

            // No managed assembly lies beside it that could stand in for what is missing.
            Assert.Empty(Directory.GetFiles(output, "*.dll"));
            string check = Command.Run(Path.Combine(output, "QuickStart"), "--check");
            Assert.Contains("kernel: XDP attached", check);
            CheckLine line = CheckLine.Of(check);
            Assert.True(line.Packets >= 200, check);
            Assert.Equal((line.Packets, 0), (line.AsExpected, line.Otherwise));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
