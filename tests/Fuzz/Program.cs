using System;
using BpfSharp.Fuzz.Commands;

namespace BpfSharp.Fuzz;

internal static class Program
{
    public static int Main(string[] args)
    {
        Options options;
        try
        {
            options = Options.Parse(args);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }

        return options switch
        {
            { File: not null } => new FileCommand(options).Run(),
            { Mutant: not null } => new MutantCommand(options).Run(),
            { Frontend: not null } => new FrontendCommand(options).Run(),
            { Loader: not null } => new LoaderCommand(options).Run(),
            { Planted: true } => new PlantedCommand(options with { Programs = Math.Max(options.Programs, 5000) }).Run(),
            _ => new ProgramsCommand(options).Run(),
        };
    }
}
