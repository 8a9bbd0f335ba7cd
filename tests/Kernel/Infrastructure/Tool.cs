using System;
using System.ComponentModel;
using System.Diagnostics;

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>Runs <c>ip</c>, <c>tc</c> and the like.</summary>
internal static class Tool
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Whether a program is in the path.</summary>
    public static bool IsInstalled(string program)
    {
        try
        {
            using Process? process = Process.Start(new ProcessStartInfo(program, "--version")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            });
            return process is not null;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Runs a program; gives its output.</summary>
    /// <param name="arguments">Separated by blanks.</param>
    /// <param name="last">Further arguments, each as it is.</param>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Run(string program, string arguments, params string[] last)
    {
        (int exitCode, string output, string error) = Start(program, arguments, last);
        return exitCode == 0 ? output : throw new InvalidOperationException($"'{program} {arguments}' failed with {exitCode}: {error}{output}");
    }

    /// <summary>What bpftool lists. It gives up at a link that another test is just making: EAGAIN of <c>bpf_link_by_id</c>, until the link is attached.</summary>
    /// <param name="arguments">Such as <c>link show</c>.</param>
    public static string Listing(string arguments)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            (int exitCode, string output, string error) = Start("bpftool", arguments);
            if (exitCode == 0)
                return output;
            if (clock.Elapsed > s_patience || !error.Contains("Resource temporarily unavailable", StringComparison.Ordinal))
                throw new InvalidOperationException($"'bpftool {arguments}' failed with {exitCode}: {error}{output}");
        }
    }

    private static (int ExitCode, string Output, string Error) Start(string program, string arguments, params string[] last)
    {
        var start = new ProcessStartInfo(program, [.. arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. last])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        System.Threading.Tasks.Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
