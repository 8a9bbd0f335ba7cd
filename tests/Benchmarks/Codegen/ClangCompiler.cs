using System;
using System.Diagnostics;
using System.IO;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>clang-19 -O2 -g, as a process of its own: what a build calls.</summary>
internal static class ClangCompiler
{
    public const string Executable = "clang-19";

    /// <param name="cpu"><c>v1</c> to <c>v4</c>.</param>
    public static (byte[] Elf, TimeSpan Time) Compile(string source, string cpu)
    {
        string output = Path.Combine(Path.GetTempPath(), $"bpfsharp-twin-{Guid.NewGuid():N}.o");
        string include = $"-I/usr/include/{(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "aarch64" : "x86_64")}-linux-gnu";
        try
        {
            long start = Stopwatch.GetTimestamp();
            var info = new ProcessStartInfo(Executable, ["-target", "bpf", "-O2", "-g", "-mcpu=" + cpu, "-Wall", "-Werror", include, "-c", source, "-o", output]) { RedirectStandardError = true };
            using Process process = Process.Start(info) ?? throw new InvalidOperationException($"{Executable} does not start: apt-get install {Executable} libbpf-dev");
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{Executable} refuses {source}:\n{errors}");
            return (File.ReadAllBytes(output), time);
        }
        finally
        {
            File.Delete(output);
        }
    }
}
