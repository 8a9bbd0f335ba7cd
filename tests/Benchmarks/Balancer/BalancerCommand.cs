using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using BpfSharp.Samples;
using Spectre.Console;

namespace BpfSharp.Benchmarks.Balancer;

/// <summary><c>balancer</c>: the sample EdgeBalancer beside DNAT by nftables, on the same load.</summary>
internal static class BalancerCommand
{
    private const string EachRemembered = "";
    private const string NoneRemembered = "limit flows 1 burst 1";
    private const string Defended = "limit source 10000000 burst 10000000\nlimit network 100000000 burst 10000000\nlimit syn 1 burst 1\ndrop 203.0.113.7\ndrop 203.0.112.0/24";

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often all sides are timed, in turns.", DefaultValueFactory = static _ => 21 };
        var command = new Command("balancer", "Packets a second through EdgeBalancer, beside DNAT by nftables.") { rounds };
        command.SetAction(parsed => Run(parsed.GetValue(rounds)));
        return command;
    }

    private static int Run(int rounds)
    {
        using var lab = new LabNetwork();
        using var wire = new ReturnSide(lab);
        using var remembering = new EdgeSide(lab, "hit", EachRemembered);
        using var filling = new EdgeSide(lab, "new", EachRemembered);
        using var forgetful = new EdgeSide(lab, "miss", NoneRemembered);
        using var defended = new EdgeSide(lab, "defended", Defended);
        using var nftables = new NftablesSide(lab);
        BalancerRow[] rows =
        [
            new("generator and wires", wire, BalancerLoad.Known),
            new("balancer, hit", remembering, BalancerLoad.Known),
            new("balancer, miss", forgetful, BalancerLoad.Known),
            new("balancer, new flow", filling, BalancerLoad.New),
            new("balancer, hit, all lists and limits set", defended, BalancerLoad.Known),
            new("nftables, known flow", nftables, BalancerLoad.Known),
        ];
        foreach (BalancerRow row in rows)
            row.Side.Measure(BalancerLoad.Known); // flows are known, code and memory are warm
        for (int round = 0; round < rounds; round++)
        {
            foreach (BalancerRow row in rows)
                row.Measure();
        }

        // New flows of nftables fill the table of connections: as many as it takes, at the end.
        var fresh = new BalancerRow("nftables, new flow", nftables, BalancerLoad.New);
        var beside = new BalancerRow("balancer, new flow", filling, BalancerLoad.New);
        while (nftables.HasRoomFor(BalancerLoad.New) && fresh.Rounds < rounds)
        {
            fresh.Measure();
            beside.Measure();
        }

        Report([.. rows, fresh], beside);
        return 0;
    }

    private static void Report(IReadOnlyList<BalancerRow> rows, BalancerRow beside)
    {
        double wires = rows[0].Nanoseconds;
        var table = new Table().AddColumns("", "M packets/s", "ns/packet", "without generator and wires", "came back", "rounds");
        foreach (BalancerRow row in rows)
            table.AddRow(row.Name, Text(1e3 / row.Nanoseconds, "0.00"), Text(row.Nanoseconds, "0"), Text(row.Nanoseconds - wires, "0"), Text(row.Share, "0.0%"), $"{row.Rounds}");
        AnsiConsole.Write(table);
        double known = (rows[5].Nanoseconds - wires) / (rows[1].Nanoseconds - wires);
        double knownWithWires = rows[5].Ratio(rows[1]);
        double anew = (rows[6].Nanoseconds - wires) / (beside.Nanoseconds - wires);
        double anewWithWires = rows[6].Ratio(beside);
        Console.WriteLine($"known flows: nftables takes {Text(known, "0.0")} times the balancer's time, {Text(knownWithWires, "0.0")} times with generator and wires");
        Console.WriteLine($"new flows: nftables takes {Text(anew, "0.0")} times the balancer's time, {Text(anewWithWires, "0.0")} times with generator and wires");
        Console.WriteLine($"balancer vs nftables {Text(known, "0.0")} times");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
