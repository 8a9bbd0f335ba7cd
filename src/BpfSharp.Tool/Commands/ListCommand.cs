using System.CommandLine;
using BpfSharp.Tool.Input;
using BpfSharp.Tool.Output;

namespace BpfSharp.Tool.Commands;

/// <summary><c>dotnet bpf list FILE</c>.</summary>
internal static class ListCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "A .NET assembly or a BPF object file." };
        var command = new Command("list", "Lists programs, maps, variables and fault sites.") { file };
        command.SetAction(result => terminal.Guard(() => Run(terminal, result.GetRequiredValue(file))));
        return command;
    }

    private static void Run(Terminal terminal, string file)
    {
        bool first = true;
        foreach (InputObject input in InputFile.Read(file))
        {
            if (!first)
                terminal.Writer.WriteLine();
            first = false;
            ObjectSummary.Write(terminal, input);
        }
    }
}
