#include "../pair.h"

struct sample {
	__u64 number;
	__be32 saddr;
	__be32 daddr;
	__u32 length;
	__u16 sport;
	__u16 dport;
	__u8 protocol;
	__u8 reserved0;
	__u16 reserved1;
	__u32 reserved2;
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} Samples SEC(".maps");

const volatile __u64 Every = 4;
__u64 s_seen;
__u64 s_lost;

SEC("xdp")
int Observe(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct sample sample = {};
	struct iphdr *ip;
	__u64 number;

	if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	number = s_seen++;
	if (number % Every)
		return XDP_PASS;

	sample.number = number;
	sample.saddr = ip->saddr;
	sample.daddr = ip->daddr;
	sample.length = end - data;
	sample.protocol = ip->protocol;
	if ((ip->protocol == IPPROTO_TCP || ip->protocol == IPPROTO_UDP) && ip->ihl == 5) {
		struct udphdr *ports = (void *)(ip + 1);

		if ((void *)(ports + 1) <= end) {
			sample.sport = bpf_ntohs(ports->source);
			sample.dport = bpf_ntohs(ports->dest);
		}
	}
	if (bpf_ringbuf_output(&Samples, &sample, sizeof(sample), 0))
		s_lost++;
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
