using System;
using System.Linq;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Samples;
using QuickStart;
using QuickStart.Traffic;
using QuickStart.View;
using Spectre.Console;

bool check = args.Contains("--check");
bool simulate = args.Contains("--simulate");
Sabotage sabotage = Sabotage.None;
int option = Array.IndexOf(args, "--sabotage");
if (option >= 0 && (option + 1 == args.Length || !Enum.TryParse(args[option + 1], ignoreCase: true, out sabotage)))
{
    Console.Error.WriteLine("usage: QuickStart [--check] [--simulate] [--sabotage detached|inverted]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true; // the namespaces are removed on the way out
    stop.Cancel();
};

try
{
    using ITrafficPath path = OpenPath(simulate, sabotage);
    Console.WriteLine(path.Description);
    FateReport report = check
        ? new Run(path, new QuietView(), TimeSpan.Zero).Execute(stop.Token)
        : AnsiConsole.Live(new Text("")).Start(display => new Run(path, new LiveView(display), TimeSpan.FromMilliseconds(30)).Execute(stop.Token));
    AnsiConsole.Write(FateTable.Of(report));
    Console.WriteLine($"check: {report.Packets} packets, {report.AsExpected} as expected, {report.Otherwise} otherwise");
    return report.Otherwise == 0 ? 0 : 1;
}
catch (OperationCanceledException)
{
    Console.WriteLine("stopped; everything that this run made is removed");
    return 130;
}
catch (BpfException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

static ITrafficPath OpenPath(bool simulate, Sabotage sabotage)
{
    if (simulate)
        return new SimulatedPath(sabotage);
    try
    {
        return new NetworkPath(sabotage);
    }
    catch (LabUnavailableException e)
    {
        Console.WriteLine($"no kernel run here: {e.Message}");
        return new SimulatedPath(sabotage);
    }
}
