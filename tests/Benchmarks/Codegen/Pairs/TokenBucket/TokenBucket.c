#include "../pair.h"

#define NSEC_PER_SEC 1000000000ULL

struct counter {
	__u64 packets;
	__u64 bytes;
};

struct bucket {
	__u64 tokens;
	__u64 time;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, __be32);
	__type(value, struct bucket);
} Buckets SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 2);
	__type(key, __u32);
	__type(value, struct counter);
} Verdicts SEC(".maps");

const volatile __u64 PacketsPerSecond = 1000;
const volatile __u64 Burst = 8;

static __always_inline bool take(__be32 source)
{
	__u64 now = bpf_ktime_get_ns();
	struct bucket *bucket = bpf_map_lookup_elem(&Buckets, &source);
	__u64 elapsed, fresh, tokens;

	if (!bucket) {
		struct bucket full = { .tokens = Burst - 1, .time = now };

		bpf_map_update_elem(&Buckets, &source, &full, BPF_ANY);
		return true;
	}
	elapsed = now - bucket->time;
	fresh = elapsed >= NSEC_PER_SEC ? PacketsPerSecond : elapsed * PacketsPerSecond / NSEC_PER_SEC;
	tokens = bucket->tokens + fresh;
	if (tokens > Burst)
		tokens = Burst;
	if (fresh)
		bucket->time = now;
	if (!tokens) {
		bucket->tokens = 0;
		return false;
	}
	bucket->tokens = tokens - 1;
	return true;
}

SEC("xdp")
int Limit(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct counter *counter;
	struct iphdr *ip;
	__u32 conforms;

	if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	conforms = take(ip->saddr);
	counter = bpf_map_lookup_elem(&Verdicts, &conforms);
	if (counter) {
		counter->packets++;
		counter->bytes += end - data;
	}
	return conforms ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
