using System.IO;

namespace BpfSharp.Object.Tests.Support;

/// <summary>Objects that clang makes of C.</summary>
internal static class ClangObjects
{
    public const string Full = """
        #include <linux/bpf.h>
        #include <linux/pkt_cls.h>
        #include <bpf/bpf_helpers.h>

        struct key { __u32 address; __u8 length; };
        struct { __uint(type, BPF_MAP_TYPE_HASH); __type(key, struct key); __type(value, __u64); __uint(max_entries, 16); __uint(map_flags, 1); } denied SEC(".maps");
        struct { __uint(type, BPF_MAP_TYPE_RINGBUF); __uint(max_entries, 4096); } events SEC(".maps");
        struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(key_size, 4); __uint(value_size, 8); __uint(max_entries, 3); } plain SEC(".maps");

        const volatile int limit = 5;
        __u64 seen;
        static int hidden;
        static int started = 3;

        static __attribute__((noinline)) int twice(int value) { return value * 2 + hidden; }
        __attribute__((noinline)) int shared(int value) { return twice(value) + started; }
        static long step(__u32 index, int *sum) { __u32 key = 1; __u64 *entry = bpf_map_lookup_elem(&plain, &key); if (entry) *sum += index; return 0; }

        SEC("xdp") int first(struct xdp_md *ctx)
        {
            struct key key = { 1, 2 };
            __u64 *entry = bpf_map_lookup_elem(&denied, &key);
            if (entry) (*entry)++;
            seen++;
            started++;
            __sync_fetch_and_add(&hidden, 1);
            int sum = 0;
            bpf_loop(4, step, &sum, 0);
            return shared(limit) + sum;
        }

        SEC("xdp") int second(struct xdp_md *ctx)
        {
            bpf_ringbuf_output(&events, &seen, 8, 0);
            bpf_printk("seen %d", hidden);
            return shared(1);
        }

        SEC("tc") int third(struct __sk_buff *skb) { return twice(skb->len) > 100 ? TC_ACT_SHOT : TC_ACT_OK; }

        char _license[] SEC("license") = "GPL";
        """;

    /// <summary>Skips the test where clang or libbpf's headers are absent.</summary>
    public static byte[] Compile(TemporaryFolder folder, string source, params string[] options)
    {
        Tool.Require("clang-19");
        if (!File.Exists("/usr/include/bpf/bpf_helpers.h"))
            Tool.Skip("libbpf's headers are not installed.");
        string input = folder.Write("source.c", source);
        string output = Path.Combine(folder.Path, "source.o");
        Tool.Run("clang-19", ["-target", "bpf", "-O2", "-g", $"-I/usr/include/{System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture switch { System.Runtime.InteropServices.Architecture.Arm64 => "aarch64", _ => "x86_64" }}-linux-gnu", .. options, "-c", input, "-o", output]);
        return File.ReadAllBytes(output);
    }
}
