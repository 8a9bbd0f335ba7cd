#include "../pair.h"

#define MAX_SIGNATURES 8

struct signature {
	__u64 mask;
	__u64 value;
	__u16 port;
	__u16 offset;
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, MAX_SIGNATURES);
	__type(key, __u32);
	__type(value, struct signature);
} Signatures SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, MAX_SIGNATURES);
	__type(key, __u32);
	__type(value, __u64);
} Hits SEC(".maps");

SEC("xdp")
int Match(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct udphdr *udp;
	struct iphdr *ip;
	__u16 port;
	__u32 i;

	if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	if (ip->protocol != IPPROTO_UDP || ip->ihl != 5 || (ip->frag_off & bpf_htons(0x3fff)))
		return XDP_PASS;
	udp = (void *)(ip + 1);
	if ((void *)(udp + 1) > end)
		return XDP_PASS;
	port = bpf_ntohs(udp->dest);
	for (i = 0; i < MAX_SIGNATURES; i++) {
		__u32 key = i;
		struct signature *sig = bpf_map_lookup_elem(&Signatures, &key);
		__u64 *hits;
		void *pos;

		if (!sig || !sig->mask)
			break;
		if (sig->port && sig->port != port)
			continue;
		pos = (void *)(udp + 1) + (sig->offset & 0xff);
		if (pos + sizeof(__u64) > end || (*(__u64 *)pos & sig->mask) != sig->value)
			continue;
		hits = bpf_map_lookup_elem(&Hits, &key);
		if (hits)
			(*hits)++;
		return XDP_DROP;
	}
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
