using System;
using System.CommandLine;
using System.IO;
using BpfSharp.Build;
using BpfSharp.Tool.Input;
using BpfSharp.Tool.Output;

namespace BpfSharp.Tool.Commands;

/// <summary><c>dotnet bpf extract ASSEMBLY -o FOLDER</c>.</summary>
internal static class ExtractCommand
{
    public static Command Create(Terminal terminal)
    {
        var assembly = new Argument<string>("assembly") { Description = "A .NET assembly." };
        var output = new Option<string>("--output", "-o") { Description = "Where the files go; made where it is not there.", HelpName = "folder", Required = true };
        var command = new Command("extract", "Writes each BPF object of an assembly to a file Namespace.Class.bpf.o.") { assembly, output };
        command.SetAction(result => terminal.Guard(() => Run(terminal, result.GetRequiredValue(assembly), result.GetRequiredValue(output))));
        return command;
    }

    private static void Run(Terminal terminal, string assembly, string folder)
    {
        foreach (EmbeddedObject embedded in InputFile.ReadEmbedded(assembly))
        {
            string path = Path.Combine(folder, embedded.FileName);
            try
            {
                Directory.CreateDirectory(folder);
                File.WriteAllBytes(path, embedded.Content);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"'{path}' can't be written: {exception.Message}", exception);
            }

            terminal.Writer.WriteLine(path);
        }
    }
}
