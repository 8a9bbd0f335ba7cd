using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>This very program in another role: for what a test can't do to its own process, such as dying.</summary>
internal static class ChildProcess
{
    private const string Role = "BPFSHARP_CHILD";
    private const string Argument = "BPFSHARP_CHILD_ARGUMENT";

    private static readonly Dictionary<string, Action<string>> s_roles = new(StringComparer.Ordinal)
    {
        ["migrate"] = MigratingChild.Run,
    };

    /// <summary>Runs a role to its end; gives the exit code.</summary>
    public static int Run(string role, string argument)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [Role] = role, [Argument] = argument },
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        using Process child = Process.Start(start)!;
        System.Threading.Tasks.Task<string> errors = child.StandardError.ReadToEndAsync();
        child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == UnexpectedEnd ? throw new InvalidOperationException(errors.Result) : child.ExitCode;
    }

    private const int UnexpectedEnd = 99;

    // Before the test runner's own Main.
    [ModuleInitializer]
    internal static void Start()
    {
        if (Environment.GetEnvironmentVariable(Role) is not { Length: > 0 } role)
            return;
        try
        {
            s_roles[role](Environment.GetEnvironmentVariable(Argument) ?? "");
            Environment.Exit(0);
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            Environment.Exit(UnexpectedEnd);
        }
    }
}
