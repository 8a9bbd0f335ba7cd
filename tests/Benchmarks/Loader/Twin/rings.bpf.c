// What both sides read: a hash map of 100,000 entries, and two rings that are filled until nothing fits any more.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 131072);
} table SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} ring64 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} ring256 SEC(".maps");

struct event64 {
	__u64 words[8];
};

struct event256 {
	__u64 words[32];
};

static long write64(__u32 i, void *count)
{
	struct event64 e;
#pragma unroll
	for (int w = 0; w < 8; w++)
		e.words[w] = i * 8ull + w;
	if (bpf_ringbuf_output(&ring64, &e, sizeof(e), BPF_RB_NO_WAKEUP))
		return 1;
	(*(__u32 *)count)++;
	return 0;
}

static long write256(__u32 i, void *count)
{
	struct event256 e;
#pragma unroll
	for (int w = 0; w < 32; w++)
		e.words[w] = i * 32ull + w;
	if (bpf_ringbuf_output(&ring256, &e, sizeof(e), BPF_RB_NO_WAKEUP))
		return 1;
	(*(__u32 *)count)++;
	return 0;
}

SEC("xdp")
int fill64(struct xdp_md *ctx)
{
	__u32 count = 0;
	bpf_loop(1 << 20, write64, &count, 0);
	return count;
}

SEC("xdp")
int fill256(struct xdp_md *ctx)
{
	__u32 count = 0;
	bpf_loop(1 << 20, write256, &count, 0);
	return count;
}

char _license[] SEC("license") = "GPL";
