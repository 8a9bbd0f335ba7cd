using System.Linq;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Object.Tests.Elf;

public sealed class ClangObjectTests
{
    [Fact]
    public void Maps_programs_and_variables_are_read()
    {
        using var folder = new TemporaryFolder();
        BpfObject model = BpfObjectReader.Read(ClangObjects.Compile(folder, ClangObjects.Full));

        Assert.Equal("GPL", model.License);
        Assert.Null(model.Info);
        Assert.Equal(["first in xdp", "second in xdp", "third in tc"], model.Programs.Select(p => $"{p.Name} in {p.Section}"));
        Assert.Equal(
            ["denied 1 8 8 16 1", "events 27 0 0 4096 0", "plain 2 4 8 3 0"],
            model.Maps.Select(m => $"{m.Name} {m.MapType} {m.KeySize} {m.ValueSize} {m.MaxEntries} {m.Flags}").Order());
        Assert.Equal([".bss", ".data", ".rodata"], model.DataSections.Select(s => s.Name).Order());
        BpfDataSection zero = model.DataSections.Single(s => s.Name == ".bss");
        Assert.Equal(["seen 0 8", "hidden 8 4"], zero.Variables.Select(v => $"{v.Name} {v.Offset} {v.Size}"));
        Assert.Equal([3, 0, 0, 0], model.DataSections.Single(s => s.Name == ".data").Content);
    }

    [Fact]
    public void Kernel_functions_are_read_and_written_again()
    {
        const string Source = """
            #include <linux/bpf.h>
            #include <bpf/bpf_helpers.h>
            struct number { __u64 opaque[1]; } __attribute__((aligned(8)));
            extern int bpf_iter_num_new(struct number *it, int start, int end) __ksym;
            extern int *bpf_iter_num_next(struct number *it) __ksym;
            extern void bpf_iter_num_destroy(struct number *it) __ksym;
            SEC("xdp") int count(struct xdp_md *ctx)
            {
                struct number it;
                int rounds = 0;
                bpf_iter_num_new(&it, 0, 5);
                while (bpf_iter_num_next(&it)) rounds++;
                bpf_iter_num_destroy(&it);
                return rounds;
            }
            char _license[] SEC("license") = "GPL";
            """;
        using var folder = new TemporaryFolder();
        BpfObject model = BpfObjectReader.Read(ClangObjects.Compile(folder, Source));
        Assert.Equal(["bpf_iter_num_destroy", "bpf_iter_num_new", "bpf_iter_num_next"], model.KernelFunctions.Select(f => f.Name).Order());
        Assert.Contains("call bpf_iter_num_next", BpfDisassembler.ToText(model.Programs[0]));
        Assert.All(model.Programs[0].Instructions.Where(static i => i.Opcode == BpfOpcodes.Call), static i => Assert.Equal(BpfOpcodes.PseudoKernelCall, i.Source));
    }

    [Fact]
    public void Subprograms_follow_the_program_that_reaches_them()
    {
        using var folder = new TemporaryFolder();
        BpfObject model = BpfObjectReader.Read(ClangObjects.Compile(folder, ClangObjects.Full));

        Assert.Equal(["first", "shared", "step", "twice"], model.Programs[0].Functions.Select(f => f.Name).Order());
        Assert.Equal(["second", "shared", "twice"], model.Programs[1].Functions.Select(f => f.Name).Order());
        Assert.Equal(["third", "twice"], model.Programs[2].Functions.Select(f => f.Name));
        string text = BpfDisassembler.ToText(model.Programs[0]);
        Assert.Contains("map[denied]", text);
        Assert.Contains("map[plain]", text);
        Assert.Contains(".bss[8]", text);
        Assert.Contains(" = func[pc+", text);
        Assert.Contains("call pc+", text);
        Assert.All(model.Programs, program => Assert.Equal(program.Lines.Select(l => l.Slot).Distinct().Order(), program.Lines.Select(l => l.Slot)));
    }

    [Fact]
    public void What_is_read_and_written_again_still_loads_and_computes_the_same()
    {
        using var folder = new TemporaryFolder();
        byte[] original = ClangObjects.Compile(folder, ClangObjects.Full);
        byte[] rewritten = BpfObjectWriter.Write(BpfObjectReader.Read(original));
        using PinnedPrograms before = PinnedPrograms.Load(folder.Write("before.o", original));
        using PinnedPrograms after = PinnedPrograms.Load(folder.Write("after.o", rewritten));

        foreach (string program in new[] { "first", "second", "third" })
        {
            Assert.Equal(before.Run(folder, program), after.Run(folder, program));
            Assert.Equal(Lines(before.Dump(program, "linum")), Lines(after.Dump(program, "linum")));
        }

        // The source lines only: numbers of maps differ from load to load.
        static string[] Lines(string dump) => dump.Split('\n').Where(line => line.StartsWith(';')).ToArray();
    }

    [Theory]
    [InlineData("int f(struct xdp_md *c) { return x; }", "extern int x __ksym;", "external symbol 'x'")]
    [InlineData("int f(struct xdp_md *c) { return g(c); }", "static __attribute__((noinline, section(\"xdp\"))) int g(void *p) { return (long)p; }", "only those of .text")]
    [InlineData("int f(struct xdp_md *c) { return 1; }", "static __attribute__((used, section(\"xdp\"))) int g(void *p) { return (long)p; }", "'g' is static")]
    [InlineData("int f(struct xdp_md *c) { return ((struct s *)c)->b; }", "struct s { int a, b; } __attribute__((preserve_access_index));", "CO-RE")]
    [InlineData("int f(struct xdp_md *c) { return bpf_map_lookup_elem(&m, c) != 0; }", "struct bpf_map_def { int type, k, v, n, f; } m __attribute__((section(\"maps\"))) = { 2, 4, 4, 1, 0 };", "only '.maps'")]
    [InlineData("int f(struct xdp_md *c) { return bpf_map_lookup_elem(&m, c) != 0; }", "struct { __uint(type, 2); __uint(key_size, 4); __uint(value_size, 4); __uint(max_entries, 1); __uint(numa_node, 1); } m SEC(\".maps\");", "'numa_node'")]
    public void What_the_model_lacks_is_refused_by_name(string function, string declarations, string message)
    {
        using var folder = new TemporaryFolder();
        string source = "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n" + declarations + "\nSEC(\"xdp\") " + function + "\nchar _license[] SEC(\"license\") = \"GPL\";\n";
        byte[] bytes = ClangObjects.Compile(folder, source, "-Wno-everything");
        Assert.Contains(message, Assert.Throws<BpfObjectFormatException>(() => BpfObjectReader.Read(bytes)).Message);
    }

    [Fact]
    public void Initial_entries_of_maps_are_read()
    {
        using var folder = new TemporaryFolder();
        byte[] bytes = ClangObjects.Compile(
            folder,
            """
            #include <linux/bpf.h>
            #include <bpf/bpf_helpers.h>
            struct inner { __uint(type, 1); __uint(max_entries, 8); __type(key, int); __type(value, long); };
            struct inner first SEC(".maps"), second SEC(".maps");
            struct { __uint(type, 12); __uint(max_entries, 4); __type(key, int); __array(values, struct inner); } outer SEC(".maps") = { .values = { [3] = &first, [1] = &second } };
            int target(void *c);
            struct { __uint(type, 3); __uint(max_entries, 2); __type(key, int); __array(values, int (void *)); } stages SEC(".maps") = { .values = { [1] = (void *)&target } };
            SEC("xdp") int target(void *c) { return 2; }
            SEC("xdp") int start(void *c) { bpf_tail_call(c, &stages, 1); return bpf_map_lookup_elem(&outer, &(int){ 1 }) != 0; }
            char _license[] SEC("license") = "GPL";
            """,
            "-Wno-everything");
        BpfObject read = BpfObjectReader.Read(bytes);
        BpfMapDefinition outer = read.Maps.Single(static m => m.Name == "outer");
        Assert.Equal([new BpfMapSlot(1, "second"), new BpfMapSlot(3, "first")], outer.Slots.OrderBy(static s => s.Index));
        Assert.Equal((1, 4, 8, 8u), (outer.Inner!.MapType, outer.Inner.KeySize, outer.Inner.ValueSize, outer.Inner.MaxEntries));
        Assert.Equal([new BpfMapSlot(1, "target")], read.Maps.Single(static m => m.Name == "stages").Slots);
    }

    [Fact]
    public void An_object_of_another_kind_is_refused()
    {
        using var folder = new TemporaryFolder();
        string source = folder.Write("host.c", "int main(void) { return 0; }");
        Tool.Require("clang-19");
        string output = System.IO.Path.Combine(folder.Path, "host.o");
        Tool.Run("clang-19", "-c", source, "-o", output);
        Assert.Contains("no relocatable object for BPF", Assert.Throws<BpfObjectFormatException>(() => BpfObjectReader.Read(System.IO.File.ReadAllBytes(output))).Message);
    }
}
