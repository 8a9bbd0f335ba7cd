using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>What the runtime's helpers do in a simulation is what the kernel does, at every limit.</summary>
public sealed class HelperTests
{
    // Around headroom (256), struct xdp_frame (40), metadata (252), tail room of a page (4096 - 320 - 256), SKB_MAX_ALLOC (16064), offsets of 16 and 31 bits.
    private static readonly int[] s_limits =
    [
        0, 1, 2, 3, 4, 8, 13, 14, 15, 30, 46, 47, 60, 64, 86, 100, 102, 103, 118, 3400, 3410, 3411, 3520, 3776, 16000, 16064, 16065, 65535, 65536, int.MaxValue,
        -1, -2, -3, -4, -8, -28, -32, -36, -46, -47, -86, -200, -212, -213, -216, -217, -248, -252, -256, int.MinValue,
    ];

    public static TheoryData<string> XdpNames => ProgramsOf<IHelperPrograms>.Names<IXdpProgram>();

    public static TheoryData<string> TcNames => ProgramsOf<ITcHelperPrograms>.Names<ITcProgram>();

    [Theory]
    [MemberData(nameof(XdpNames))]
    public void Xdp_helpers_answer_as_simulated(string program)
    {
        KernelTest.Require();
        using var simulation = new HelperProgramsSimulation();
        using HelperProgramsObject loaded = HelperProgramsLoader.Load();
        simulation.Stages.Set(0, simulation.TailCalls);
        simulation.Stages.Set(1, simulation.Checksums);
        loaded.Stages.Set(0, loaded.TailCalls);
        loaded.Stages.Set(1, loaded.Checksums);
        IXdpProgram expected = ProgramsOf<IHelperPrograms>.Get<IXdpProgram>(simulation, program);
        IXdpProgram actual = ProgramsOf<IHelperPrograms>.Get<IXdpProgram>(loaded, program);
        foreach (byte[] packet in Packets())
        {
            Differ.AssertSame(expected, actual, [packet]);
            AssertSameAnswers(packet, simulation.Answers, loaded.Answers);
        }

        Assert.Equal(Records(simulation.Ring), Records(loaded.Ring));
        Assert.Equal(Entries(simulation.Trie), Entries(loaded.Trie));
        Assert.Equal(Entries(simulation.Lru), Entries(loaded.Lru));
        Assert.Equal(Sums(simulation.Counts), Sums(loaded.Counts));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Theory]
    [MemberData(nameof(TcNames))]
    public void Tc_helpers_answer_as_simulated(string program)
    {
        KernelTest.Require();
        using var simulation = new TcHelperProgramsSimulation();
        using TcHelperProgramsObject loaded = TcHelperProgramsLoader.Load();
        ITcProgram expected = ProgramsOf<ITcHelperPrograms>.Get<ITcProgram>(simulation, program);
        ITcProgram actual = ProgramsOf<ITcHelperPrograms>.Get<ITcProgram>(loaded, program);
        foreach (byte[] packet in Packets())
        {
            Differ.AssertSame(expected, actual, [packet]);
            AssertSameAnswers(packet, simulation.Answers, loaded.Answers);
        }

        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    // Every limit with itself and with some others; every kind of Ethernet header that the kernel tells apart.
    private static IEnumerable<byte[]> Packets()
    {
        var random = new Random(1);
        foreach (int a in s_limits)
        {
            foreach (int b in s_limits.Where(b => b == a || random.Next(4) == 0))
            {
                var packet = new byte[102 + random.Next(2)];
                random.NextBytes(packet);
                MemoryMarshal.Write(packet.AsSpan(Operands.Offset), new Operands { A = a, B = b });
                (packet[0], packet[12], packet[13]) = random.Next(5) switch
                {
                    0 => ((byte)2, (byte)0x08, (byte)0x00),
                    1 => ((byte)1, (byte)0x81, (byte)0x00),
                    2 => ((byte)0, (byte)0x00, (byte)0x40), // a length, as in 802.3
                    3 => ((byte)0xff, (byte)0x88, (byte)0xa8),
                    _ => (packet[0], packet[12], packet[13]),
                };
                yield return packet;
            }
        }
    }

    private static void AssertSameAnswers(byte[] packet, IEnumerable<long> expected, IEnumerable<long> actual) =>
        Assert.True(expected.SequenceEqual(actual), $"""
            answers by .NET   {string.Join(' ', expected)}
            answers by kernel {string.Join(' ', actual)}
            packet            {Convert.ToHexString(packet)}
            """);

    private static List<long> Records(IRingBufferView<long> ring)
    {
        var records = new List<long>();
        ring.ReadAvailable((in long record) => records.Add(record));
        return records;
    }

    private static IEnumerable<string> Entries<TKey, TValue>(IHashMapView<TKey, TValue> map)
        where TKey : unmanaged
        where TValue : unmanaged =>
        map.Select(static e => e.ToString()).Order(StringComparer.Ordinal);

    private static IEnumerable<(uint Key, Counter Sum)> Sums(IPerCpuHashMapView<uint, Counter> map) =>
        [.. map.Select(e => (e.Key, map.Sum(e.Key))).OrderBy(static e => e.Key)];
}
