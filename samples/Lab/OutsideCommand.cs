using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;

namespace BpfSharp.Samples;

/// <summary>Runs a tool of the system, inside a namespace if wanted.</summary>
public static class OutsideCommand
{
    /// <summary>Runs a program in a network namespace, and nothing else of it (unlike <c>ip netns exec</c>, which hides bpffs).</summary>
    /// <returns>Its output.</returns>
    /// <exception cref="LabUnavailableException">There is no such program.</exception>
    /// <exception cref="SampleFailedException">It failed; the message holds its words.</exception>
    public static string Run(LabNamespace place, string program, params IEnumerable<string> arguments) =>
        Run("nsenter", [$"--net=/run/netns/{place.Name}", program, .. arguments]);

    private static string Run(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        try
        {
            using Process process = Process.Start(start)!;
            // Errors are short: they fit the pipe while the output is read.
            string output = process.StandardOutput.ReadToEnd();
            string error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0
                ? output
                : throw new SampleFailedException($"'{program} {string.Join(' ', start.ArgumentList)}' failed: {error.Trim()}");
        }
        catch (Win32Exception e)
        {
            throw new LabUnavailableException($"the command '{program}' can't be run ({e.Message})");
        }
    }
}
