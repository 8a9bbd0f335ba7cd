#include "../pair.h"

#define MAX_TAGS 4
#define MAX_EXTENSIONS 6

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 65536);
	__type(key, __u32);
	__type(value, __u64);
} Ports SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, __u64);
} Protocols SEC(".maps");

struct ipv6_ext {
	__u8 nexthdr;
	__u8 len;
};

static __always_inline bool is_extension(__u8 protocol)
{
	return protocol == IPPROTO_HOPOPTS || protocol == IPPROTO_ROUTING || protocol == IPPROTO_DSTOPTS || protocol == IPPROTO_MH;
}

SEC("xdp")
int Walk(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	void *pos = data + sizeof(struct ethhdr);
	__u64 *count;
	__u32 protocol;
	__u16 type;
	int i;

	if (pos > end)
		return XDP_DROP;
	type = ((struct ethhdr *)data)->h_proto;
#pragma unroll
	for (i = 0; i < MAX_TAGS; i++) {
		struct vlan_hdr *tag = pos;

		if (type != bpf_htons(ETH_P_8021Q) && type != bpf_htons(ETH_P_8021AD))
			break;
		if ((void *)(tag + 1) > end)
			return XDP_DROP;
		type = tag->proto;
		pos = tag + 1;
	}

	if (type == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = pos;

		if ((void *)(ip + 1) > end)
			return XDP_DROP;
		if (ip->frag_off & bpf_htons(0x1fff))
			return XDP_PASS;
		protocol = ip->protocol;
		pos += ip->ihl * 4;
	} else if (type == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = pos;

		if ((void *)(ip + 1) > end)
			return XDP_DROP;
		protocol = ip->nexthdr;
		pos = ip + 1;
#pragma unroll
		for (i = 0; i < MAX_EXTENSIONS; i++) {
			struct ipv6_ext *ext = pos;

			if (!is_extension(protocol))
				break;
			if ((void *)(ext + 1) > end)
				return XDP_DROP;
			protocol = ext->nexthdr;
			pos += (ext->len + 1) * 8;
		}
	} else {
		return XDP_PASS;
	}

	if (protocol == IPPROTO_TCP || protocol == IPPROTO_UDP) {
		struct udphdr *udp = pos;
		__u32 port;

		if ((void *)(udp + 1) > end)
			return XDP_DROP;
		port = bpf_ntohs(udp->dest);
		count = bpf_map_lookup_elem(&Ports, &port);
		if (count)
			(*count)++;
	}

	count = bpf_map_lookup_elem(&Protocols, &protocol);
	if (count)
		(*count)++;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
