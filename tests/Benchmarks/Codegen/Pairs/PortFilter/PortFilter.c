#include "../pair.h"

#define FEAT_IPV4 1
#define FEAT_IPV6 2
#define FEAT_TCP 4
#define FEAT_UDP 8
#define SIDE_SRC 1
#define SIDE_DST 2
#define TOO_SHORT 100

struct counter {
	__u64 packets;
	__u64 bytes;
};

struct key4 {
	__u32 len;
	__be32 addr;
};

struct key6 {
	__u32 len;
	struct in6_addr addr;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct key4);
	__type(value, __u32);
} Prefixes4 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct key6);
	__type(value, __u32);
} Prefixes6 SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, __u64);
} Ports SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 5);
	__type(key, __u32);
	__type(value, struct counter);
} Verdicts SEC(".maps");

const volatile __u32 Features = FEAT_IPV4 | FEAT_IPV6 | FEAT_TCP | FEAT_UDP;

static __always_inline bool denied4(__be32 addr, __u32 side)
{
	struct key4 key = { .len = 32, .addr = addr };
	__u32 *rule = bpf_map_lookup_elem(&Prefixes4, &key);

	return rule && (*rule & side);
}

static __always_inline bool denied6(const struct in6_addr *addr, __u32 side)
{
	struct key6 key = { .len = 128, .addr = *addr };
	__u32 *rule = bpf_map_lookup_elem(&Prefixes6, &key);

	return rule && (*rule & side);
}

static __always_inline bool closed(__be16 port, __u64 bit)
{
	__u32 key = bpf_ntohs(port);
	__u64 *rule = bpf_map_lookup_elem(&Ports, &key);

	return rule && (*rule & bit);
}

static __always_inline int judge(void *data, void *end)
{
	struct ethhdr *eth = data;
	void *pos = eth + 1;
	__u8 protocol;

	if (pos > end)
		return TOO_SHORT;
	if (eth->h_proto == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = pos;

		if ((void *)(ip + 1) > end)
			return TOO_SHORT;
		if ((Features & FEAT_IPV4) && (denied4(ip->saddr, SIDE_SRC) || denied4(ip->daddr, SIDE_DST)))
			return XDP_DROP;
		if (ip->frag_off & bpf_htons(0x1fff))
			return XDP_PASS;
		protocol = ip->protocol;
		pos += ip->ihl * 4;
	} else if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = pos;

		if ((void *)(ip + 1) > end)
			return TOO_SHORT;
		if ((Features & FEAT_IPV6) && (denied6(&ip->saddr, SIDE_SRC) || denied6(&ip->daddr, SIDE_DST)))
			return XDP_DROP;
		protocol = ip->nexthdr;
		pos = ip + 1;
	} else {
		return XDP_PASS;
	}

	if ((protocol == IPPROTO_TCP && (Features & FEAT_TCP)) || (protocol == IPPROTO_UDP && (Features & FEAT_UDP))) {
		struct udphdr *ports = pos;
		__u64 bit = protocol == IPPROTO_TCP ? 1 : 4;

		if ((void *)(ports + 1) > end)
			return TOO_SHORT;
		if (closed(ports->source, bit) || closed(ports->dest, bit << 1))
			return XDP_DROP;
	}
	return XDP_PASS;
}

SEC("xdp")
int Filter(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	__u32 verdict = judge(data, end);
	struct counter *counter;

	if (verdict == TOO_SHORT)
		return XDP_PASS;
	counter = bpf_map_lookup_elem(&Verdicts, &verdict);
	if (counter) {
		counter->packets++;
		counter->bytes += end - data;
	}
	return verdict;
}

char _license[] SEC("license") = "GPL";
