#include "../pair.h"

#define TCP_OFFSET (sizeof(struct ethhdr) + sizeof(struct iphdr))
#define ANSWER_HEADER 24 /* with the segment size */
#define ANSWER_END (TCP_OFFSET + ANSWER_HEADER)

#define FLAG_SYN 0x02
#define FLAG_ACK 0x10

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, __u16);
	__type(value, __u64);
} Ports SEC(".maps");

/* Pseudo header, header and option, as the checksum covers them. */
struct segment {
	__be32 saddr;
	__be32 daddr;
	__be16 protocol;
	__be16 length;
	struct tcphdr tcp;
	__be32 option;
};

static __always_inline int write_answer(struct xdp_md *ctx, const struct segment *answer)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = (void *)(eth + 1);
	struct tcphdr *tcp = (void *)(ip + 1);
	__be32 *option = (void *)(tcp + 1);
	__u8 mac[ETH_ALEN];

	if ((void *)(option + 1) > end)
		return XDP_PASS;
	__builtin_memcpy(mac, eth->h_source, ETH_ALEN);
	__builtin_memcpy(eth->h_source, eth->h_dest, ETH_ALEN);
	__builtin_memcpy(eth->h_dest, mac, ETH_ALEN);
	csum_replace2(&ip->check, ip->tot_len, bpf_htons(sizeof(*ip) + ANSWER_HEADER));
	ip->tot_len = bpf_htons(sizeof(*ip) + ANSWER_HEADER);
	ip->saddr = answer->saddr;
	ip->daddr = answer->daddr;
	*tcp = answer->tcp;
	*option = answer->option;
	return XDP_TX;
}

SEC("xdp")
int Guard(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct segment answer = {};
	__u8 header[60];
	struct iphdr *ip;
	struct tcphdr *tcp;
	__u64 *answers;
	__u8 flags;
	__u16 port;
	__u32 length;
	__s64 cookie;
	__s64 sum;

	if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end || ip->protocol != IPPROTO_TCP || ip->ihl != 5 || (ip->frag_off & bpf_htons(0x3fff)))
		return XDP_PASS;
	tcp = (void *)(ip + 1);
	if ((void *)(tcp + 1) > end)
		return XDP_PASS;
	port = bpf_ntohs(tcp->dest);
	answers = bpf_map_lookup_elem(&Ports, &port);
	if (!answers)
		return XDP_PASS;
	flags = ((__u8 *)tcp)[13];
	if (flags == FLAG_ACK)
		return bpf_tcp_raw_check_syncookie_ipv4(ip, tcp) == 0 ? XDP_PASS : XDP_DROP;
	if (flags != FLAG_SYN)
		return XDP_DROP;

	length = tcp->doff * 4;
	if (length < sizeof(*tcp) || bpf_xdp_load_bytes(ctx, TCP_OFFSET, header, length))
		return XDP_DROP;
	cookie = bpf_tcp_raw_gen_syncookie_ipv4(ip, (struct tcphdr *)header, length);
	if (cookie < 0)
		return XDP_DROP;
	(*answers)++;
	answer.saddr = ip->daddr;
	answer.daddr = ip->saddr;
	answer.protocol = bpf_htons(IPPROTO_TCP);
	answer.length = bpf_htons(ANSWER_HEADER);
	answer.tcp.source = tcp->dest;
	answer.tcp.dest = tcp->source;
	answer.tcp.seq = bpf_htonl((__u32)cookie);
	answer.tcp.ack_seq = bpf_htonl(bpf_ntohl(tcp->seq) + 1);
	answer.tcp.doff = ANSWER_HEADER / 4;
	answer.tcp.syn = 1;
	answer.tcp.ack = 1;
	answer.option = bpf_htonl(0x02040000 | (__u16)(cookie >> 32));
	sum = bpf_csum_diff(NULL, 0, (__be32 *)&answer, sizeof(answer), 0);
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	answer.tcp.check = ~sum;
	if (bpf_xdp_adjust_tail(ctx, (int)ANSWER_END - (int)(end - data)))
		return XDP_DROP;
	return write_answer(ctx, &answer);
}

char _license[] SEC("license") = "GPL";
