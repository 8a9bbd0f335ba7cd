using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Simulation;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Headers, flow and identity of packets in tc: a simulation answers as the kernel does, error numbers included.</summary>
public sealed class SkbHelperTests
{
    // Header sizes, their sums and what remains of a packet of 102 or 103 bytes; limits of 12, 14 and 16 bits.
    private static readonly long[] s_numbers =
    [
        0, 1, 2, 3, 4, 5, 7, 8, 14, 15, 16, 20, 24, 28, 29, 36, 40, 44, 48, 49, 60, 61, 68, 69, 82, 83, 88, 89, 95, 102, 255, 256, 0x800, 0x8dd, 0xfff, 0x1000,
        15960, 16064, 0xdd86, 0xffff, 0x10000, int.MaxValue, uint.MaxValue, long.MaxValue,
        -1, -2, -4, -8, -14, -20, -28, -40, -47, -48, -49, -67, -68, -69, -88, -89, -102, -0xfff, -0x1000, int.MinValue, long.MinValue,
    ];

    public static TheoryData<string> HeaderNames => ProgramsOf<ISkbHeaderPrograms>.Names<ITcProgram>();

    public static TheoryData<string> FlowNames => ProgramsOf<ISkbFlowPrograms>.Names<ITcProgram>();

    [Theory]
    [MemberData(nameof(HeaderNames))]
    public void Header_helpers_answer_as_simulated(string program)
    {
        KernelTest.Require();
        using var simulation = new SkbHeaderProgramsSimulation();
        using SkbHeaderProgramsObject loaded = SkbHeaderProgramsLoader.Load();
        Compare(ProgramsOf<ISkbHeaderPrograms>.Get<ITcProgram>(simulation, program), ProgramsOf<ISkbHeaderPrograms>.Get<ITcProgram>(loaded, program), simulation.Answers, loaded.Answers);
        Assert.Empty(loaded.ReadFaults());
    }

    [Theory]
    [MemberData(nameof(FlowNames))]
    public void Flow_helpers_answer_as_simulated(string program)
    {
        KernelTest.Require();
        using var simulation = new SkbFlowProgramsSimulation();
        using SkbFlowProgramsObject loaded = SkbFlowProgramsLoader.Load();
        var expected = new OfThisProcess((SimulatedTcProgram)ProgramsOf<ISkbFlowPrograms>.Get<ITcProgram>(simulation, program));
        Compare(expected, ProgramsOf<ISkbFlowPrograms>.Get<ITcProgram>(loaded, program), simulation.Answers, loaded.Answers);
        Assert.Empty(loaded.ReadFaults());
    }

    private static void Compare(ITcProgram expected, ITcProgram actual, IEnumerable<long> expectedAnswers, IEnumerable<long> actualAnswers)
    {
        foreach (byte[] packet in Frames())
        {
            Differ.AssertSame(expected, actual, [packet]);
            Assert.True(expectedAnswers.SequenceEqual(actualAnswers), $"""
                answers by .NET   {string.Join(' ', expectedAnswers)}
                answers by kernel {string.Join(' ', actualAnswers)}
                packet            {Convert.ToHexString(packet)}
                """);
        }
    }

    private static IEnumerable<byte[]> Frames()
    {
        var random = new Random(5);
        foreach (long a in s_numbers)
        {
            for (int i = 0; i < 8; i++)
            {
                var packet = new byte[102 + random.Next(2)];
                random.NextBytes(packet);
                long b = i < 4 ? s_numbers[random.Next(s_numbers.Length)] : random.NextInt64(0x100000);
                MemoryMarshal.Write(packet.AsSpan(Operands.Offset), new Operands { A = a, B = b });
                (packet[0], packet[12], packet[13]) = random.Next(8) switch
                {
                    < 4 => ((byte)0, (byte)0x08, (byte)0x00),
                    < 7 => ((byte)2, (byte)0x86, (byte)0xdd),
                    _ => ((byte)1, (byte)0x88, (byte)0xb5),
                };
                yield return packet;
            }
        }
    }

    // The kernel gives a test run's packet a socket of the process that asked for it.
    private sealed class OfThisProcess(SimulatedTcProgram program) : ITcProgram
    {
        private static readonly TcRunOptions s_options = new() { Cgroups = Cgroups() };

        public string Name => program.Name;

        public TcResult Run(ReadOnlySpan<byte> packet) => program.Run(packet, s_options);

        private static ulong[] Cgroups()
        {
            string line = File.ReadLines("/proc/self/cgroup").FirstOrDefault(static l => l.StartsWith("0::", StringComparison.Ordinal), "0::/");
            string root = File.Exists("/sys/fs/cgroup/cgroup.procs") ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
            var numbers = new List<ulong> { Inode(root) };
            string path = root;
            foreach (string part in line[3..].Split('/', StringSplitOptions.RemoveEmptyEntries))
                numbers.Add(Inode(path = Path.Combine(path, part)));
            return [.. numbers];
        }

        private static ulong Inode(string path) =>
            ulong.Parse(Tool.Run("stat", "--format=%i", path), System.Globalization.CultureInfo.InvariantCulture);
    }
}
