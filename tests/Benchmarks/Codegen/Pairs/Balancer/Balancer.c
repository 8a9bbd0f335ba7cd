#include "../pair.h"

#define RING_SIZE 4093

struct counter {
	__u64 packets;
	__u64 bytes;
};

struct service {
	__be32 addr;
	__u16 port;
	__u8 protocol;
	__u8 reserved;
};

struct service_state {
	__u32 index;
	__u32 flags;
	__u64 packets;
};

struct flow {
	__be32 saddr;
	__be32 daddr;
	__u16 sport;
	__u16 dport;
	__u8 protocol;
	__u8 reserved0;
	__u16 reserved1;
};

struct backend {
	__be32 addr;
	__u8 gateway[ETH_ALEN];
	__u16 flags;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 512);
	__type(key, struct service);
	__type(value, struct service_state);
} Services SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 10000);
	__type(key, struct flow);
	__type(value, __u32);
} Flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, RING_SIZE * 8);
	__type(key, __u32);
	__type(value, __u32);
} Ring SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct backend);
} Backends SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1024);
	__type(key, __u32);
	__type(value, struct counter);
} Traffic SEC(".maps");

static __always_inline __u32 hash_flow(const struct flow *flow)
{
	__u32 hash = bpf_ntohl(flow->saddr) * 0x9e3779b1;

	hash = (hash ^ bpf_ntohl(flow->daddr)) * 0x85ebca6b;
	hash = (hash ^ ((__u32)flow->sport << 16) ^ flow->dport ^ flow->protocol) * 0xc2b2ae35;
	return hash ^ (hash >> 16);
}

static __always_inline int encapsulate(struct xdp_md *ctx, struct backend *target, __be32 client, __u16 length)
{
	struct ethhdr *eth, *old;
	struct iphdr *outer;
	void *data, *end;
	__u16 *word;
	__u32 sum = 0;
	int i;

	if (bpf_xdp_adjust_head(ctx, -(int)sizeof(*outer)))
		return XDP_DROP;
	data = (void *)(long)ctx->data;
	end = (void *)(long)ctx->data_end;
	eth = data;
	outer = data + sizeof(*eth);
	old = data + sizeof(*outer);
	if ((void *)(old + 1) > end || (void *)(outer + 1) > end)
		return XDP_DROP;
	__builtin_memcpy(eth->h_source, old->h_dest, ETH_ALEN);
	__builtin_memcpy(eth->h_dest, target->gateway, ETH_ALEN);
	eth->h_proto = bpf_htons(ETH_P_IP);

	outer->version = 4;
	outer->ihl = sizeof(*outer) >> 2;
	outer->tos = 0;
	outer->tot_len = bpf_htons(length + sizeof(*outer));
	outer->id = 0;
	outer->frag_off = 0;
	outer->ttl = 64;
	outer->protocol = IPPROTO_IPIP;
	outer->check = 0;
	outer->saddr = bpf_htonl(0x0a640000 | (bpf_ntohl(client) & 0xffff));
	outer->daddr = target->addr;
	word = (__u16 *)outer;
#pragma unroll
	for (i = 0; i < (int)sizeof(*outer) >> 1; i++)
		sum += *word++;
	outer->check = csum_fold(sum);
	return XDP_TX;
}

SEC("xdp")
int Balance(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct service service = {};
	struct service_state *state;
	struct backend *target;
	struct counter *counter;
	struct flow flow = {};
	struct udphdr *ports;
	struct iphdr *ip;
	__u32 backend, *known;
	__be32 client;
	__u16 length;

	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	if (eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end)
		return XDP_DROP;
	if (ip->ihl != 5 || (ip->frag_off & bpf_htons(0x3fff)))
		return XDP_DROP;
	if (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP)
		return XDP_PASS;
	ports = (void *)(ip + 1);
	if ((void *)(ports + 1) > end)
		return XDP_DROP;

	service.addr = ip->daddr;
	service.port = bpf_ntohs(ports->dest);
	service.protocol = ip->protocol;
	state = bpf_map_lookup_elem(&Services, &service);
	if (!state)
		return XDP_PASS;
	state->packets++;

	flow.saddr = ip->saddr;
	flow.daddr = ip->daddr;
	flow.sport = bpf_ntohs(ports->source);
	flow.dport = bpf_ntohs(ports->dest);
	flow.protocol = ip->protocol;
	known = bpf_map_lookup_elem(&Flows, &flow);
	if (known) {
		backend = *known;
	} else {
		__u32 slot = hash_flow(&flow) % RING_SIZE + (state->index & 7) * RING_SIZE;

		known = bpf_map_lookup_elem(&Ring, &slot);
		if (!known)
			return XDP_DROP;
		backend = *known;
		bpf_map_update_elem(&Flows, &flow, &backend, BPF_ANY);
	}

	target = bpf_map_lookup_elem(&Backends, &backend);
	if (!target)
		return XDP_DROP;
	counter = bpf_map_lookup_elem(&Traffic, &backend);
	if (counter) {
		counter->packets++;
		counter->bytes += end - data;
	}
	client = ip->saddr;
	length = bpf_ntohs(ip->tot_len);
	return encapsulate(ctx, target, client, length);
}

char _license[] SEC("license") = "GPL";
