using System;
using System.IO;
using BpfSharp.Tool.Input;
using Spectre.Console;

namespace BpfSharp.Tool.Output;

/// <summary>Where commands write: colours and the width of the screen where there is one, else plain lines of any length.</summary>
internal sealed class Terminal
{
    private readonly TextWriter _error;

    public Terminal(TextWriter output, TextWriter error)
    {
        Writer = output;
        _error = error;
        Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!IsScreen(output))
        {
            Console.Profile.Width = short.MaxValue;
            Console.Profile.Capabilities.Ansi = false;
            Console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
            Console.Profile.Capabilities.Interactive = false;
        }
    }

    public IAnsiConsole Console { get; }

    /// <summary>For text that must not be wrapped or aligned.</summary>
    public TextWriter Writer { get; }

    /// <summary>Runs a command; what a file is to blame for becomes one line of text and exit code 1.</summary>
    public int Guard(Action command)
    {
        try
        {
            command();
            return 0;
        }
        catch (InputException exception)
        {
            _error.WriteLine($"dotnet bpf: {exception.Message}");
            return 1;
        }
    }

    private static bool IsScreen(TextWriter output) => ReferenceEquals(output, System.Console.Out) && !System.Console.IsOutputRedirected;
}
