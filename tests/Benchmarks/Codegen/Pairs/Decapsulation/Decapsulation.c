#include "../pair.h"

struct counter {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __be32);
	__type(value, __u32);
} Own4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct in6_addr);
	__type(value, __u32);
} Own6 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct counter);
} Traffic SEC(".maps");

SEC("xdp")
int Strip(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data, saved;
	struct counter *counter;
	__u32 key;
	int outer;

	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	if (eth->h_proto == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = (void *)(eth + 1);
		__be32 own;

		if ((void *)(ip + 1) > end)
			return XDP_DROP;
		own = ip->daddr;
		if (ip->protocol != IPPROTO_IPIP || ip->ihl != 5 || !bpf_map_lookup_elem(&Own4, &own))
			return XDP_PASS;
		saved.h_proto = bpf_htons(ETH_P_IP);
		outer = sizeof(*ip);
		key = 0;
	} else if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = (void *)(eth + 1);
		struct in6_addr own;

		if ((void *)(ip + 1) > end)
			return XDP_DROP;
		if (ip->nexthdr != IPPROTO_IPIP && ip->nexthdr != IPPROTO_IPV6)
			return XDP_PASS;
		own = ip->daddr;
		if (!bpf_map_lookup_elem(&Own6, &own))
			return XDP_PASS;
		saved.h_proto = ip->nexthdr == IPPROTO_IPIP ? bpf_htons(ETH_P_IP) : bpf_htons(ETH_P_IPV6);
		outer = sizeof(*ip);
		key = 1;
	} else {
		return XDP_PASS;
	}

	counter = bpf_map_lookup_elem(&Traffic, &key);
	if (counter) {
		counter->packets++;
		counter->bytes += end - data;
	}
	__builtin_memcpy(saved.h_source, eth->h_source, ETH_ALEN);
	__builtin_memcpy(saved.h_dest, eth->h_dest, ETH_ALEN);
	if (bpf_xdp_adjust_head(ctx, outer))
		return XDP_DROP;
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	eth = data;
	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	*eth = saved;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
