#include "../pair.h"

struct counter {
	__u64 packets;
	__u64 bytes;
};

struct endpoint {
	__be32 addr;
	__u16 port;
	__u16 protocol;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct endpoint);
	__type(value, struct endpoint);
} Rules SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct counter);
} Translated SEC(".maps");

static __always_inline void correct(__u16 *sum, __be32 from, __be32 to, __be16 from_port, __be16 to_port)
{
	csum_replace4(sum, from, to);
	csum_replace2(sum, from_port, to_port);
}

SEC("xdp")
int Translate(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct endpoint from = {}, *to;
	struct counter *counter;
	struct iphdr *ip;
	__u32 zero = 0;

	if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	if (ip->ihl != 5 || (ip->frag_off & bpf_htons(0x3fff)))
		return XDP_PASS;
	from.addr = ip->daddr;
	from.protocol = ip->protocol;
	if (ip->protocol == IPPROTO_TCP) {
		struct tcphdr *tcp = (void *)(ip + 1);
		__be16 port;

		if ((void *)(tcp + 1) > end)
			return XDP_PASS;
		from.port = bpf_ntohs(tcp->dest);
		to = bpf_map_lookup_elem(&Rules, &from);
		if (!to)
			return XDP_PASS;
		port = bpf_htons(to->port);
		correct(&tcp->check, from.addr, to->addr, tcp->dest, port);
		tcp->dest = port;
	} else if (ip->protocol == IPPROTO_UDP) {
		struct udphdr *udp = (void *)(ip + 1);
		__be16 port;

		if ((void *)(udp + 1) > end)
			return XDP_PASS;
		from.port = bpf_ntohs(udp->dest);
		to = bpf_map_lookup_elem(&Rules, &from);
		if (!to)
			return XDP_PASS;
		port = bpf_htons(to->port);
		if (udp->check) {
			correct(&udp->check, from.addr, to->addr, udp->dest, port);
			if (!udp->check)
				udp->check = 0xffff;
		}
		udp->dest = port;
	} else {
		return XDP_PASS;
	}
	csum_replace4(&ip->check, from.addr, to->addr);
	ip->daddr = to->addr;

	counter = bpf_map_lookup_elem(&Translated, &zero);
	if (counter) {
		counter->packets++;
		counter->bytes += end - data;
	}
	return XDP_TX;
}

char _license[] SEC("license") = "GPL";
