using System.CommandLine;
using System.Linq;
using BpfSharp.Objects.Model;
using BpfSharp.Tool.Input;
using BpfSharp.Tool.Output;

namespace BpfSharp.Tool.Commands;

/// <summary><c>dotnet bpf disasm FILE [--program NAME]</c>.</summary>
internal static class DisasmCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "A .NET assembly or a BPF object file." };
        var program = new Option<string?>("--program", "-p") { Description = "Only the program of this name.", HelpName = "name" };
        var command = new Command("disasm", "Shows the instructions of programs below the C# lines that they come from.") { file, program };
        command.SetAction(result => terminal.Guard(() => Run(terminal, result.GetRequiredValue(file), result.GetValue(program))));
        return command;
    }

    private static void Run(Terminal terminal, string file, string? wanted)
    {
        bool found = false;
        foreach (InputObject input in InputFile.Read(file))
        {
            foreach (BpfProgramImage program in input.Model.Programs.Where(program => wanted is null || program.Name == wanted))
            {
                if (found)
                    terminal.Writer.WriteLine();
                found = true;
                terminal.Writer.WriteLine($"{input.Name}: {program.Name} ({program.Section})");
                foreach (string line in Listing.Of(input.Model, program))
                    terminal.Writer.WriteLine(line);
            }
        }

        if (!found)
            throw new InputException(wanted is null ? $"'{file}' holds no program." : $"'{file}' holds no program '{wanted}'.");
    }
}
