using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace BpfSharp.Benchmarks.Loader;

/// <summary>The C program on libbpf, which measures on request.</summary>
internal sealed class TwinProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    public TwinProcess(byte[] small, byte[] rings, string interfaceName)
    {
        _folder = Directory.CreateTempSubdirectory("bpfsharp-twin").FullName;
        string program = Path.Combine(_folder, "twin");
        Run("gcc", ["-O3", "-march=native", "-Wall", "-o", program, Path.Combine(AppContext.BaseDirectory, "Loader", "Twin", "twin.c"), "-lbpf"]);
        string smallFile = Path.Combine(_folder, "small.bpf.o");
        string ringsFile = Path.Combine(_folder, "rings.bpf.o");
        File.WriteAllBytes(smallFile, small);
        File.WriteAllBytes(ringsFile, rings);
        _process = Process.Start(new ProcessStartInfo(program, [smallFile, ringsFile, interfaceName]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
    }

    /// <summary>Nanoseconds, and the sum of all that was read.</summary>
    public Sample Measure(string name)
    {
        _process.StandardInput.WriteLine(name);
        _process.StandardInput.Flush();
        string[] answer = (_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"the C twin has failed at '{name}'")).Split(' ');
        return new Sample(ulong.Parse(answer[0], CultureInfo.InvariantCulture), ulong.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void Run(string program, string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} does not start");
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} refuses the C twin (apt-get install gcc libbpf-dev):\n{errors}");
    }
}
