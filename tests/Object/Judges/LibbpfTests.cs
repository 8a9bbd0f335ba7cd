using System.IO;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using Xunit;

namespace BpfSharp.Object.Tests.Judges;

/// <summary>A C program of libbpf opens and loads an object, and says what it found.</summary>
public sealed class LibbpfTests
{
    private const string Judge = """
        #include <bpf/libbpf.h>
        #include <bpf/bpf.h>
        #include <bpf/btf.h>
        #include <stdio.h>

        int main(int count, char **arguments)
        {
            struct bpf_object *object = bpf_object__open_file(arguments[1], NULL);
            if (!object || bpf_object__load(object))
                return 1;

            struct bpf_program *program;
            bpf_object__for_each_program(program, object)
                printf("program %s section %s type %s instructions %zu\n", bpf_program__name(program), bpf_program__section_name(program),
                       libbpf_bpf_prog_type_str(bpf_program__type(program)), bpf_program__insn_cnt(program));

            struct bpf_map *map;
            bpf_object__for_each_map(map, object)
            {
                const struct btf_type *key = btf__type_by_id(bpf_object__btf(object), bpf_map__btf_key_type_id(map));
                const struct btf_type *value = btf__type_by_id(bpf_object__btf(object), bpf_map__btf_value_type_id(map));
                printf("map %s type %s key %u %s value %u %s entries %u flags %u extra %llu\n", bpf_map__name(map), libbpf_bpf_map_type_str(bpf_map__type(map)),
                       bpf_map__key_size(map), key ? btf__name_by_offset(bpf_object__btf(object), key->name_off) : "",
                       bpf_map__value_size(map), value ? btf__name_by_offset(bpf_object__btf(object), value->name_off) : "",
                       bpf_map__max_entries(map), bpf_map__map_flags(map), (unsigned long long)bpf_map__map_extra(map));
            }

            return 0;
        }
        """;

    [Fact]
    public void Finds_the_programs_and_maps_that_were_meant()
    {
        Tool.Require("gcc");
        Tool.RequireBpf();
        if (!File.Exists("/usr/include/bpf/libbpf.h"))
            Tool.Skip("libbpf's headers are not installed.");

        using var folder = new TemporaryFolder();
        string judge = Path.Combine(folder.Path, "judge");
        Tool.Run("gcc", "-o", judge, folder.Write("judge.c", Judge), "-lbpf");
        string output = Tool.Run(judge, folder.Write("full.o", BpfObjectWriter.Write(SampleObjects.Full())));

        Assert.Equal(
            """
            program filter section xdp type xdp instructions 18
            program second section xdp type xdp instructions 2
            program classify section tc type sched_cls instructions 2
            map Denied type hash key 8 Ipv4Prefix value 4 uint entries 10000 flags 1 extra 0
            map Events type ringbuf key 0  value 0  entries 1048576 flags 0 extra 0
            map Drops type percpu_array key 4  value 16  entries 256 flags 0 extra 0
            map Seen type bloom_filter key 0  value 8 ulong entries 64 flags 0 extra 7
            map Tenant type hash key 4 uint value 8 ulong entries 16 flags 0 extra 0
            map Tenants type array_of_maps key 4  value 4  entries 8 flags 0 extra 0
            map bpfsharp_faults type percpu_array key 4 uint value 8 ulong entries 2 flags 0 extra 0
            map full.rodata type array key 4  value 9 .rodata entries 1 flags 1152 extra 0
            map full.data type array key 4  value 4 .data entries 1 flags 1024 extra 0
            map full.bss type array key 4  value 24 .bss entries 1 flags 1024 extra 0

            """,
            output,
            ignoreLineEndingDifferences: true);
    }
}
