#include "../pair.h"

#define MAX_OPTIONS 8
#define OPT_END 0
#define OPT_NOP 1
#define OPT_TIMESTAMPS 8

struct sent {
	__be32 saddr;
	__be32 daddr;
	__u16 sport;
	__u16 dport;
	__u32 value;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 16384);
	__type(key, struct sent);
	__type(value, __u64);
} Pending SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 65);
	__type(key, __u32);
	__type(value, __u64);
} Histogram SEC(".maps");

struct option {
	__u8 kind;
	__u8 len;
};

struct timestamps {
	__u8 kind;
	__u8 len;
	__be32 value;
	__be32 echo;
} __attribute__((packed));

static __always_inline void match(struct iphdr *ip, struct tcphdr *tcp, __u32 value, __u32 echo)
{
	__u64 now = bpf_ktime_get_ns(), *then, *count, sent_at;
	struct sent sent = {
		.saddr = ip->saddr, .daddr = ip->daddr, .sport = bpf_ntohs(tcp->source), .dport = bpf_ntohs(tcp->dest), .value = value,
	};
	struct sent original = {
		.saddr = ip->daddr, .daddr = ip->saddr, .sport = bpf_ntohs(tcp->dest), .dport = bpf_ntohs(tcp->source), .value = echo,
	};
	__u32 bucket;

	bpf_map_update_elem(&Pending, &sent, &now, BPF_NOEXIST);
	if (!echo)
		return;
	then = bpf_map_lookup_elem(&Pending, &original);
	if (!then)
		return;
	sent_at = *then;
	bpf_map_delete_elem(&Pending, &original);
	bucket = now > sent_at;
	count = bpf_map_lookup_elem(&Histogram, &bucket);
	if (count)
		(*count)++;
}

SEC("xdp")
int Track(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct tcphdr *tcp;
	struct iphdr *ip;
	__u32 pos, last;
	int i;

	if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end)
		return XDP_PASS;
	if (ip->protocol != IPPROTO_TCP || (ip->frag_off & bpf_htons(0x3fff)))
		return XDP_PASS;
	pos = sizeof(*eth) + ip->ihl * 4;
	tcp = data + pos;
	if ((void *)(tcp + 1) > end)
		return XDP_PASS;
	last = pos + tcp->doff * 4;
	pos += sizeof(*tcp);
	for (i = 0; i < MAX_OPTIONS && pos < last; i++) {
		struct option *opt = data + pos;

		if ((void *)(opt + 1) > end)
			return XDP_PASS;
		if (opt->kind == OPT_END)
			break;
		if (opt->kind == OPT_NOP) {
			pos++;
			continue;
		}
		if (opt->kind == OPT_TIMESTAMPS) {
			struct timestamps *ts = (void *)opt;

			if (opt->len != sizeof(*ts))
				break;
			if ((void *)(ts + 1) > end)
				return XDP_PASS;
			match(ip, tcp, bpf_ntohl(ts->value), bpf_ntohl(ts->echo));
			break;
		}
		if (opt->len < 2)
			break;
		pos += opt->len;
	}
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
