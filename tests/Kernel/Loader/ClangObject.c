// What clang makes of globals, constants, maps with BTF, a subprogram and two program types in one object.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct event {
    __u32 length;
    __u32 seen;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __type(key, __u32);
    __type(value, __u64);
    __uint(max_entries, 32);
} by_length SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

const volatile __u32 increment = 1;
__u64 seen;
__u32 start = 100;

static __noinline __u32 next(__u32 by)
{
    start += by;
    return start;
}

SEC("xdp")
int count(struct xdp_md *ctx)
{
    __u32 length = (long)ctx->data_end - (long)ctx->data;
    __u64 *known = bpf_map_lookup_elem(&by_length, &length);
    seen++;
    if (known) {
        __sync_fetch_and_add(known, increment);
    } else {
        __u64 first = increment;
        bpf_map_update_elem(&by_length, &length, &first, BPF_ANY);
    }
    struct event *e = bpf_ringbuf_reserve(&events, sizeof(*e), 0);
    if (e) {
        e->length = length;
        e->seen = next(increment);
        bpf_ringbuf_submit(e, 0);
    }
    return XDP_PASS;
}

SEC("tc")
int classify(struct __sk_buff *skb)
{
    seen += skb->len;
    return -1;
}

char LICENSE[] SEC("license") = "GPL";
