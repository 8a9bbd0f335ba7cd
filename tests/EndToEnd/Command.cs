using System;
using System.Diagnostics;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

/// <summary>Runs an outside tool and reads its words.</summary>
internal static class Command
{
    public static string Run(string program, params string[] arguments)
    {
        (int exitCode, string output) = TryRun(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}:\n{output}");
        return output;
    }

    public static (int ExitCode, string Output) TryRun(string program, params string[] arguments)
    {
        // Both streams into one pipe, as a person at a terminal sees them.
        var start = new ProcessStartInfo("sh") { RedirectStandardOutput = true };
        foreach (string argument in (string[])["-c", "exec \"$0\" \"$@\" 2>&1", program, .. arguments])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException(program);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}
