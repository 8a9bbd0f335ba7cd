using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace BpfSharp.Object.Tests.Support;

/// <summary>Programs of the machine that judge objects. Where one is absent the test is skipped and says so; BPFSHARP_REQUIRE_KERNEL=1 makes that a failure.</summary>
internal static class Tool
{
    /// <summary>Skips the test where a program is not installed.</summary>
    public static void Require(params string[] programs)
    {
        foreach (string program in programs)
        {
            if (!OnPath(program))
                Skip($"'{program}' is not installed.");
        }
    }

    public static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("BPFSHARP_REQUIRE_KERNEL") == "1")
            Assert.Fail($"BPFSHARP_REQUIRE_KERNEL is set, but: {reason}");
        Assert.Skip(reason);
    }

    /// <summary>Skips the test where BPF can't be loaded.</summary>
    public static void RequireBpf()
    {
        if (!OperatingSystem.IsLinux())
            Skip("BPF needs Linux.");
        if (!Environment.IsPrivilegedProcess)
            Skip("Loading BPF needs root.");
        if (!File.Exists("/sys/kernel/btf/vmlinux"))
            Skip("The kernel has no BTF.");
    }

    /// <summary>Runs a program that must succeed.</summary>
    /// <returns>What it wrote to its standard output and error.</returns>
    public static string Run(string program, params string[] arguments)
    {
        (int code, string output) = TryRun(program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} ended with {code}:\n{output}");
        return output;
    }

    public static (int Code, string Output) TryRun(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result + error.Result);
    }

    private static bool OnPath(string program) => Folders().Any(folder => File.Exists(Path.Combine(folder, program)));

    private static IEnumerable<string> Folders() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
