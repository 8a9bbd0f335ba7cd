using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Threading;
using BpfSharp.Loader;
using Spectre.Console;

namespace BpfSharp.Samples;

/// <summary>The command line that all samples have.</summary>
/// <remarks>
/// The last line is <c>check: N packets, N as expected, 0 otherwise</c>. Exit codes: 0 all as expected; 1 not, or BPF refused; 2 wrong arguments; 69 the machine can't
/// (EX_UNAVAILABLE of sysexits.h); 130 Ctrl+C.
/// </remarks>
/// <param name="description">What the sample shows, in a sentence.</param>
/// <param name="sabotages">What <c>--sabotage</c> may break on purpose, to prove that the check can fail.</param>
/// <param name="story">The run itself.</param>
public sealed class SampleApplication(string description, IReadOnlyList<string> sabotages, Action<SampleRun> story)
{
    private const int Refused = 1;
    private const int Unavailable = 69;
    private const int Interrupted = 130;

    /// <summary>Other stories, by the option that asks for them, each with what it shows.</summary>
    public IReadOnlyDictionary<string, (string Description, Action<SampleRun> Story)> Variants { get; init; } = new Dictionary<string, (string, Action<SampleRun>)>();

    /// <summary>Options that name a file to write, with what is written there; <see cref="SampleArguments.Files"/> has them.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    public int Start(string[] arguments)
    {
        var check = new Option<bool>("--check") { Description = "Runs unattended and ends with the check line" };
        var sabotage = new Option<string?>("--sabotage") { Description = "Breaks something on purpose, to see the check fail: " + string.Join(", ", sabotages) };
        sabotage.AcceptOnlyFromAmong([.. sabotages]);
        var configuration = new Option<string?>("--config") { Description = "A configuration file instead of the sample's own" };
        var command = new RootCommand(description) { check, sabotage, configuration };
        var variants = Variants.ToDictionary(static v => new Option<bool>(v.Key) { Description = v.Value.Description }, static v => v.Value.Story);
        foreach (Option<bool> variant in variants.Keys)
            command.Options.Add(variant);
        List<Option<string?>> files = [.. Files.Select(static f => new Option<string?>(f.Key) { Description = f.Value, HelpName = "FILE" })];
        files.ForEach(command.Options.Add);
        command.SetAction(parsed => Tell(
            variants.FirstOrDefault(v => parsed.GetValue(v.Key)).Value ?? story,
            new SampleArguments(parsed.GetValue(check), parsed.GetValue(sabotage), parsed.GetValue(configuration), files.ToDictionary(static f => f.Name, parsed.GetValue))));
        ParseResult result = command.Parse(arguments);
        return result.Errors.Count == 0 ? result.Invoke() : result.Invoke() | 2;
    }

    private int Tell(Action<SampleRun> told, SampleArguments arguments)
    {
        using var stop = new CancellationTokenSource();
        void OnCancel(object? sender, ConsoleCancelEventArgs e)
        {
            e.Cancel = true; // the namespaces are removed on the way out
            stop.Cancel();
        }

        Console.CancelKeyPress += OnCancel;
        var fates = new FateLedger();
        try
        {
            if (arguments.Check)
                told(new SampleRun(arguments, new QuietView(), fates, stop.Token));
            else
                AnsiConsole.Live(new Text("")).Start(display => told(new SampleRun(arguments, new LiveView(display), fates, stop.Token)));
            return Judge(fates);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            Console.WriteLine("stopped; everything that this run made is removed");
            return Interrupted;
        }
        catch (LabUnavailableException e)
        {
            Console.Error.WriteLine($"this sample can't run here: {e.Message}");
            return Unavailable;
        }
        catch (Exception e) when (e is BpfException or SampleFailedException)
        {
            Console.Error.WriteLine(e.Message);
            return Refused;
        }
        finally
        {
            Console.CancelKeyPress -= OnCancel;
        }
    }

    private static int Judge(FateLedger fates)
    {
        AnsiConsole.Write(FateTable.Of(fates));
        foreach (string problem in fates.Problems)
            Console.WriteLine($"problem: {problem}");
        Console.WriteLine($"check: {fates.Packets} packets, {fates.AsExpected} as expected, {fates.Otherwise} otherwise");
        return fates.Holds ? 0 : 1;
    }
}
