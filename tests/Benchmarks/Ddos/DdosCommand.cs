using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using BpfSharp.Testing;
using DdosPipeline;
using Spectre.Console;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary><c>ddos</c>: packets of a flood that are dropped each second, by our pipeline and by what else Linux has, with the same signatures.</summary>
internal static class DdosCommand
{
    private const int PayloadBytes = 22; // frames of 64 bytes
    private const int LiveBatch = 256;

    private static readonly int[] s_counts = [1, 10, 100];

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "How often each is timed, in turns.", DefaultValueFactory = static _ => 15 };
        var frames = new Option<int>("--frames") { Description = "Packets each time.", DefaultValueFactory = static _ => 400_000 };
        var command = new Command("ddos", "Packets dropped each second on a veth by the DdosPipeline sample, nftables, iptables with xt_bpf, and a bare XDP drop.") { rounds, frames };
        command.SetAction(parsed => Run(parsed.GetValue(rounds), parsed.GetValue(frames)));
        return command;
    }

    private static int Run(int rounds, int frames)
    {
        if (Environment.ProcessorCount < 2)
            throw new LabUnavailableException("a source and a receiver need a CPU each");
        Processor.Pin(); // the last CPU; receivers have the first one
        using var lab = new LabNetwork();
        LabNamespace source = lab.AddNamespace("source");
        using FloodObject flood = FloodLoader.Load();
        DropLane[] lanes =
        [
            new BareDropLane(flood),
            new PipelineLane("pipeline, signatures", isBytecode: false),
            new PipelineLane("pipeline, bytecode", isBytecode: true),
            new NftablesLane("nftables, netdev ingress", "netdev", "hook ingress", isOfDevice: true),
            new NftablesLane("nftables, raw prerouting", "ip", "hook prerouting priority raw", isOfDevice: false),
            new IptablesLane(),
        ];
        try
        {
            for (int i = 0; i < lanes.Length; i++)
            {
                lanes[i].Open(Receiver.Make(lab, source, i));
                lanes[i].Place.UseCpu(0);
            }

            var table = new DropTable(lanes.Select(static l => l.Name));
            foreach (int count in s_counts)
                table.Add(count, Measure(source, flood, lanes, new FloodSignatures(count), rounds, frames));
            AnsiConsole.Write(table.Draw());
            Console.WriteLine("by the receiver's CPU time: " + table.LastLine(ours: 1, xtables: 5, bare: 0, static r => r.PerCpuSecond));
            Console.WriteLine(table.LastLine(ours: 1, xtables: 5, bare: 0, static r => r.PerSecond));
            return 0;
        }
        finally
        {
            foreach (DropLane lane in lanes)
                lane.Dispose();
        }
    }

    // For each lane the rates of all rounds.
    private static DropRate[][] Measure(LabNamespace source, FloodObject flood, DropLane[] lanes, FloodSignatures signatures, int rounds, int frames)
    {
        flood.Kinds.Write(0, signatures.Packets);
        flood.KindCount = (uint)signatures.Count;
        DropRate[][] rates = [.. lanes.Select(_ => new DropRate[rounds])];
        foreach (DropLane lane in lanes)
        {
            lane.Use(signatures);
            Send(lane); // warms up
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int i = 0; i < lanes.Length; i++)
                rates[i][round] = Send(lanes[i]);
        }

        return rates;

        DropRate Send(DropLane lane)
        {
            byte[] frame = Packets.Ethernet(destination: MacAddress.Parse(lane.Place.LinkAddress)).Ipv4(Ipv4Address.Parse("203.0.113.9"), Ipv4Address.Parse("192.0.2.1"))
                .Udp(4000, 53, static (ref UdpHeader udp) => udp.Checksum = 0).Payload(new byte[PayloadBytes]).Build();
            var context = new XdpRunContext { IngressInterface = lane.Place.SourceInterface };
            long before = lane.Dropped(), arrived = lane.Place.ReadArrived(), cpu = lane.Place.ReadCpuTime();
            TimeSpan time = source.Run(() =>
            {
                Processor.Prefer(0);
                long start = Stopwatch.GetTimestamp();
                flood.Send.RunLive(frame, frames, context, LiveBatch);
                return Stopwatch.GetElapsedTime(start);
            });
            cpu = lane.Place.ReadCpuTime() - cpu;
            long dropped = lane.Dropped() - before;
            if (dropped == 0 || lane.Place.ReadArrived() != arrived)
                throw new InvalidOperationException($"{lane.Name} has let packets through, or has got none, with {signatures.Count} signatures: its rate would not be one of drops");
            return new DropRate(dropped / time.TotalSeconds, dropped / (cpu / 1e9), (double)dropped / frames);
        }
    }
}
