using System;
using System.Collections.Generic;
using BpfSharp.Fuzz.Running;
using BpfSharp.Loader;
using BpfSharp.Simulation;
using BpfSharp.Views;

namespace BpfSharp.Fuzz.Segments;

/// <summary>Runs a program of both sides over packets of which not all is linear, and says what differs.</summary>
internal sealed class SegmentTrial : IDisposable
{
    private readonly SegmentLink _link;
    private readonly SimulatedTcProgram _simulated;
    private readonly TcLink _attached;

    private SegmentTrial(SegmentLink link, SimulatedTcProgram simulated, LoadedTcProgram loaded)
    {
        _link = link;
        _simulated = simulated;
        _attached = link.Attach(loaded);
    }

    /// <summary>Null where the class has no program for it, or the thread no interface.</summary>
    public static SegmentTrial? Create(Pair pair) =>
        SegmentLink.Current is { } link && pair.LiveOf(pair.Loaded) is LoadedTcProgram loaded ? new SegmentTrial(link, (SimulatedTcProgram)pair.LiveOf(pair.Simulation)!, loaded) : null;

    /// <summary>How many bytes of a packet are linear: always the same for the same packet, so that it needs no place in a report.</summary>
    public static int LinearLengthOf(ReadOnlySpan<byte> packet)
    {
        // FNV-1a: .NET's own hashes differ from process to process.
        uint hash = 2_166_136_261;
        foreach (byte value in packet)
            hash = (hash ^ value) * 16_777_619;
        // A header more, a header less, or anything.
        int[] some = [14, 14, 18, 34, 42, 54];
        uint choice = hash % 12;
        return choice < some.Length ? some[choice] : 14 + (int)(hash / 12 % (uint)packet.Length);
    }

    /// <summary>Sends one packet through both.</summary>
    public (List<string> Differences, bool Clean, bool IsNonLinear) Run(byte[] packet)
    {
        (Watcher.Arrival came, PerfEvent<Watcher.Departure> left) = _link.Send(packet, LinearLengthOf(packet));
        TcResult wanted = _simulated.Run(packet, new TcRunOptions
        {
            LinearLength = _link.SimulatedLinearLength ?? came.Linear,
            IfIndex = (uint)_link.InterfaceNumber,
            PacketType = came.PacketType,
            Mark = came.Mark,
            Priority = came.Priority,
            QueueMapping = came.QueueMapping,
            TcIndex = came.TcIndex,
        });
        var differences = new List<string>();
        if ((wanted.Mark, wanted.Priority) != (left.Record.Mark, left.Record.Priority))
            differences.Add($"mark and priority of a packet with {came.Linear} linear bytes: .NET {wanted.Mark} {wanted.Priority}, kernel {left.Record.Mark} {left.Record.Priority}");
        if (!wanted.Packet.AsSpan().SequenceEqual(left.Packet))
            differences.Add($"packet with {came.Linear} linear bytes: .NET {Convert.ToHexString(wanted.Packet)}, kernel {Convert.ToHexString(left.Packet)}, first at {wanted.Packet.AsSpan().CommonPrefixLength(left.Packet)}");
        return (differences, wanted.Exception is null, came.Linear < packet.Length);
    }

    public void Dispose() => _attached.Dispose();
}
