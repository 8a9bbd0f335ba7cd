using System.CommandLine;
using System.IO;
using BpfSharp.Tool.Commands;
using BpfSharp.Tool.Output;

namespace BpfSharp.Tool;

/// <summary>The command line of <c>dotnet bpf</c>.</summary>
internal static class ToolApplication
{
    /// <returns>The exit code: 0, or 1 where what was asked for could not be done.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter error)
    {
        var terminal = new Terminal(output, error);
        var root = new RootCommand("Shows and extracts the BPF programs of .NET assemblies and object files.")
        {
            ListCommand.Create(terminal),
            DisasmCommand.Create(terminal),
            ExtractCommand.Create(terminal),
        };
        return root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output, Error = error });
    }
}
