using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using System.Threading;

namespace BpfSharp.EndToEnd.Tests;

/// <summary>A sample as a person starts it: a process of its own.</summary>
internal sealed class SampleProcess : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SampleProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Where the sample's project is.</summary>
    public static string Source(string sample) => Path.Combine(Metadata("SamplesFolder"), sample);

    public static string Folder(string sample) => Path.Combine(Source(sample), "bin", Metadata("Configuration"), "net10.0");

    public static SampleProcess Start(string sample, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Folder(sample), sample + ".dll"));
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return new SampleProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static (int ExitCode, string Output) Run(string sample, params string[] arguments)
    {
        using SampleProcess process = Start(sample, arguments);
        return (process.WaitForExit(), process.Output);
    }

    public int WaitForExit()
    {
        if (!_process.WaitForExit(s_limit))
        {
            _process.Kill();
            throw new TimeoutException($"the sample did not end in {s_limit}: {Output}");
        }

        _process.WaitForExit(); // also for the rest of its output
        return _process.ExitCode;
    }

    /// <summary>Waits until the output has a text.</summary>
    public void WaitFor(string text)
    {
        var clock = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || clock.Elapsed > s_limit)
                throw new InvalidOperationException($"'{text}' never came: {Output}");
            Thread.Sleep(20);
        }
    }

    /// <summary>Sends a signal by name: INT, KILL.</summary>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", ["-" + name, Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static string Metadata(string key) =>
        typeof(SampleProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private void Append(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
            return;
        lock (_output)
            _output.AppendLine(line.Data);
    }
}
