using System.IO;
using System.Linq;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using BpfSharp.Tool.Tests.Support;
using Xunit;

namespace BpfSharp.Tool.Tests;

public sealed class ObjectFileTests
{
    [Fact]
    public void List_shows_programs_maps_variables_and_fault_sites()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("edge.bpf.o", BpfObjectWriter.Write(SampleObjects.Full()));
        CommandLine result = CommandLine.Run("list", file);

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(
            [
                $"edge.bpf.o (license GPL, target kernel 6.1, {new FileInfo(file).Length} bytes)",
                "program section instructions functions",
                "filter xdp 18 filter",
                "second xdp 2 second",
                "classify tc 2 classify",
                "map type key value entries flags",
                "Denied hash Ipv4Prefix (8 bytes) uint (4 bytes) 10000 0x1",
                "Events ringbuf 1048576",
                "Drops percpu_array 4 bytes 16 bytes 256",
                "Seen bloom_filter ulong (8 bytes) 64",
                "Tenant hash uint (4 bytes) ulong (8 bytes) 16",
                "Tenants array_of_maps 4 bytes 4 bytes 8",
                "bpfsharp_faults percpu_array uint (4 bytes) ulong (8 bytes) 2",
                "data bytes variables",
                ".rodata 9 SampleEvery, Untyped",
                ".data 4 s_start",
                ".bss 24 s_seen, s_other",
                "fault site kind program place",
                "0 DivideByZero filter Edge Firewall.cs(12,5)",
            ],
            result.Output.Split('\n').Select(Words).Where(line => line.Length > 0).Take(19));
    }

    [Fact]
    public void Disasm_shows_source_lines_variables_and_helpers()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("edge.bpf.o", BpfObjectWriter.Write(SampleObjects.Full()));
        CommandLine result = CommandLine.Run("disasm", file, "--program", "filter");

        Assert.Equal((0, ""), (result.Code, result.Error));
        Assert.Equal(
            """
            edge.bpf.o: filter (xdp)
            ; EdgeFirewall.cs:12  s_other++;
                 0: r1 = .bss[16]  // s_other
                 2: r2 = 1
                 3: lock *(u64 *)(r1 +0) += r2
            ; EdgeFirewall.cs:14  if (Denied.TryGetValue(größe, out _))
                 4: r1 = .rodata[0]  // SampleEvery
                 6: r6 = *(u32 *)(r1 +0)
                 7: *(u64 *)(r10 -8) = 0
                 8: r1 = map[Denied]
                10: r2 = r10
                11: r2 += -8
                12: call bpf_map_lookup_elem#1
                13: if r0 != 0 goto +2
                14: r0 = 2
                15: exit
            ; EdgeFirewall.cs:15  return XdpAction.Drop;
                16: r0 = 1
                17: exit

            """,
            result.Output,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void Disasm_names_subprograms()
    {
        using var folder = new TemporaryFolder();
        string file = folder.Write("calls.bpf.o", BpfObjectWriter.Write(SampleObjects.WithSubprograms()));
        string[] lines = CommandLine.Run("disasm", file).Output.Split('\n');
        Assert.Equal("calls.bpf.o: calls (xdp)", lines[0]);
        Assert.Equal(["twice:", "lookup:", "step:"], lines.Where(line => line.EndsWith(':')));
    }

    [Fact]
    public void What_a_file_is_to_blame_for_is_one_line_and_an_exit_code()
    {
        using var folder = new TemporaryFolder();
        byte[] good = BpfObjectWriter.Write(SampleObjects.Full());
        string damaged = folder.Write("damaged.o", good[..100]);
        string text = folder.Write("text.dll", "no assembly");
        string fine = folder.Write("fine.o", good);
        string absent = Path.Combine(folder.Path, "absent.dll");

        (string[] Arguments, string Message)[] cases =
        [
            (["list", damaged], "dotnet bpf: The object 'damaged.o' can't be read: "),
            (["list", text], $"dotnet bpf: '{text}' is neither a .NET assembly nor a BPF object: "),
            (["list", absent], $"dotnet bpf: '{absent}' can't be read: "),
            (["disasm", fine, "-p", "none"], $"dotnet bpf: '{fine}' holds no program 'none'."),
            (["extract", fine, "-o", folder.Path], $"dotnet bpf: '{fine}' is an object file, not an assembly that holds some."),
            (["list", typeof(Assert).Assembly.Location], $"dotnet bpf: '{typeof(Assert).Assembly.Location}' holds no BPF objects."),
        ];
        foreach (var (arguments, message) in cases)
        {
            CommandLine result = CommandLine.Run(arguments);
            Assert.Equal((1, ""), (result.Code, result.Output));
            Assert.StartsWith(message, result.Error);
            Assert.Single(result.Error.TrimEnd().Split('\n'));
        }
    }

    private static string Words(string line) => string.Join(' ', line.Split(' ', System.StringSplitOptions.RemoveEmptyEntries)).Trim();
}
