using System;
using System.ComponentModel;
using System.Diagnostics;

namespace BpfSharp.Samples;

/// <summary>Runs iproute2's <c>ip</c>, which owns the names under /run/netns.</summary>
internal static class IpCommand
{
    /// <exception cref="LabUnavailableException">No <c>ip</c> on this machine.</exception>
    /// <exception cref="InvalidOperationException"><c>ip</c> failed; the message holds its words.</exception>
    public static void Run(string arguments)
    {
        (int exitCode, _, string error) = Start(arguments);
        if (exitCode != 0)
            throw new InvalidOperationException($"'ip {arguments}' failed: {error.Trim()}");
    }

    /// <summary>As <see cref="Run"/>, for what it prints.</summary>
    public static string Read(string arguments)
    {
        (int exitCode, string output, string error) = Start(arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"'ip {arguments}' failed: {error.Trim()}");
    }

    public static bool TryRun(string arguments) => Start(arguments).ExitCode == 0;

    private static (int ExitCode, string Output, string Error) Start(string arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            // Its errors are a few lines at most: reading one stream to the end can't block the other.
            string output = process.StandardOutput.ReadToEnd();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error);
        }
        catch (Win32Exception e)
        {
            throw new LabUnavailableException($"the command 'ip' can't be run ({e.Message}): install iproute2");
        }
    }
}
