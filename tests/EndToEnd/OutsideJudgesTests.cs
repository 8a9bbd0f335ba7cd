using System;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

/// <summary>Tools that know nothing of BpfSharp load the objects that stand beside the samples' assemblies.</summary>
public sealed class OutsideJudgesTests
{
    public static TheoryData<string> Objects => [.. new[] { "QuickStart", "TcModes", "RedirectFabric", "ContainerPolicy", "ServiceBalancer", "EgressScheduler", "FlowMonitor" }.SelectMany(ObjectsOf)];

    [Theory]
    [MemberData(nameof(Objects))]
    public void Bpftool_loads_all_programs_and_shows_the_csharp_lines(string file)
    {
        KernelTest.Require();
        string pins = $"/sys/fs/bpf/bpfsharp-judge-{Environment.ProcessId}-{Guid.NewGuid():N}";
        try
        {
            Command.Run("bpftool", "prog", "loadall", file, pins);
            string[] programs = Directory.GetFiles(pins);
            Assert.NotEmpty(programs);
            foreach (string program in programs)
            {
                string dump = Command.Run("bpftool", "prog", "dump", "xlated", "pinned", program, "linum");
                Assert.Matches(@"\[file:\S*\.cs line_num:\d+ line_col:\d+\]", dump);
                Assert.Contains("return ", dump);
            }
        }
        finally
        {
            if (Directory.Exists(pins))
                Directory.Delete(pins, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Ip_and_tc_attach_the_programs(string file)
    {
        KernelTest.Require();
        string name = $"bpfsharp-{Environment.ProcessId}-judge{Guid.NewGuid().ToString("N")[..6]}";
        Command.Run("ip", "netns", "add", name);
        try
        {
            Command.Run("ip", "-n", name, "link", "add", "a0", "type", "veth", "peer", "name", "b0");
            string sections = Command.Run("llvm-readelf-19", "-S", file);
            if (sections.Contains(" xdp ", StringComparison.Ordinal))
            {
                // 'ip netns exec' hides bpffs, which ip needs for its maps: only the network namespace is entered.
                Command.Run("nsenter", $"--net=/run/netns/{name}", "ip", "link", "set", "dev", "a0", "xdp", "obj", file, "sec", "xdp");
                Assert.Contains("xdp", Command.Run("ip", "-n", name, "link", "show", "dev", "a0"));
            }

            if (sections.Contains(" tc ", StringComparison.Ordinal))
            {
                Command.Run("ip", "-n", name, "link", "set", "a0", "up");
                Command.Run("nsenter", $"--net=/run/netns/{name}", "tc", "qdisc", "add", "dev", "a0", "clsact");
                Command.Run("nsenter", $"--net=/run/netns/{name}", "tc", "filter", "add", "dev", "a0", "egress", "bpf", "direct-action", "obj", file, "sec", "tc");
                Assert.Contains("direct-action", Command.Run("nsenter", $"--net=/run/netns/{name}", "tc", "filter", "show", "dev", "a0", "egress"));
            }
        }
        finally
        {
            Command.TryRun("ip", "netns", "delete", name);
        }
    }

    [Theory]
    [MemberData(nameof(Objects))]
    public void Llvm_reads_the_object(string file)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/llvm-readelf-19"), "llvm-19 is not installed");
        string all = Command.Run("llvm-readelf-19", "--all", file);
        Assert.DoesNotContain("warning:", all);
        Assert.Contains("R_BPF_64_64", all);
        Assert.Contains("exit", Command.Run("llvm-objdump-19", "-d", file));
    }

    private static string[] ObjectsOf(string sample) => [.. Directory.GetFiles(SampleProcess.Folder(sample), "*.bpf.o").Order(StringComparer.Ordinal)];
}
