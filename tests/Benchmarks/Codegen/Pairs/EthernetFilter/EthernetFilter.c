#include "../pair.h"

#define DENY_SOURCE 1
#define DENY_DESTINATION 2

struct counter {
	__u64 packets;
	__u64 bytes;
};

struct mac {
	__u8 addr[ETH_ALEN];
};

struct mac_rule {
	__u64 flags;
	__u64 hits;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct mac);
	__type(value, struct mac_rule);
} Rules SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 5);
	__type(key, __u32);
	__type(value, struct counter);
} Verdicts SEC(".maps");

static __always_inline bool denied(__u8 *addr, __u64 flag)
{
	struct mac key;
	struct mac_rule *rule;

	__builtin_memcpy(key.addr, addr, ETH_ALEN);
	rule = bpf_map_lookup_elem(&Rules, &key);
	if (!rule || !(rule->flags & flag))
		return false;
	rule->hits++;
	return true;
}

SEC("xdp")
int Filter(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct counter *counter;
	__u32 verdict = XDP_PASS;

	if (data + sizeof(*eth) > end)
		return XDP_ABORTED;
	if (denied(eth->h_source, DENY_SOURCE) || denied(eth->h_dest, DENY_DESTINATION))
		verdict = XDP_DROP;

	counter = bpf_map_lookup_elem(&Verdicts, &verdict);
	if (counter) {
		counter->packets++;
		counter->bytes += end - data;
	}
	return verdict;
}

char _license[] SEC("license") = "GPL";
