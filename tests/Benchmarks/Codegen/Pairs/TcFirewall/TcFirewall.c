#include "../pair.h"

enum reason { ESTABLISHED, ALLOWED, NO_ZONE, NO_RULE, DENIED };

struct flow {
	__be32 saddr;
	__be32 daddr;
	__u16 sport;
	__u16 dport;
	__u32 protocol;
};

struct tracked {
	__u64 packets;
	__u32 zone;
	__u32 reserved;
};

struct service {
	__u32 zone;
	__u16 port;
	__u16 protocol;
};

struct rule {
	__u32 allow;
};

struct key4 {
	__u32 len;
	__be32 addr;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 65536);
	__type(key, struct flow);
	__type(value, struct tracked);
} Connections SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(max_entries, 1024);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, struct key4);
	__type(value, __u32);
} Zones SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct service);
	__type(value, struct rule);
} Rules SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u64);
} Reasons SEC(".maps");

static __always_inline __u32 decide(const struct flow *flow)
{
	struct tracked *known = bpf_map_lookup_elem(&Connections, flow);
	struct key4 source = { .len = 32, .addr = flow->saddr };
	struct service service = {};
	struct tracked fresh = {};
	struct flow reply = {};
	struct rule *rule;
	__u32 *zone;

	if (known) {
		known->packets++;
		return ESTABLISHED;
	}
	zone = bpf_map_lookup_elem(&Zones, &source);
	if (!zone)
		return NO_ZONE;
	service.zone = *zone;
	service.port = flow->dport;
	service.protocol = flow->protocol;
	rule = bpf_map_lookup_elem(&Rules, &service);
	if (!rule)
		return NO_RULE;
	if (!rule->allow)
		return DENIED;

	fresh.packets = 1;
	fresh.zone = service.zone;
	bpf_map_update_elem(&Connections, flow, &fresh, BPF_ANY);
	reply.saddr = flow->daddr;
	reply.daddr = flow->saddr;
	reply.sport = flow->dport;
	reply.dport = flow->sport;
	reply.protocol = flow->protocol;
	fresh.packets = 0;
	bpf_map_update_elem(&Connections, &reply, &fresh, BPF_ANY);
	return ALLOWED;
}

SEC("tc")
int Enforce(struct __sk_buff *skb)
{
	void *data, *end;
	struct ethhdr *eth;
	struct flow flow = {};
	struct udphdr *ports;
	struct iphdr *ip;
	__u64 *count;
	__u32 reason;

	/* The longest IPv4 header, and the ports. */
	pull(skb, sizeof(*eth) + 60 + sizeof(*ports));
	data = (void *)(long)skb->data;
	end = (void *)(long)skb->data_end;
	eth = data;
	if ((void *)(eth + 1) > end)
		return TC_ACT_SHOT;
	if (eth->h_proto != bpf_htons(ETH_P_IP))
		return TC_ACT_OK;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end || (ip->frag_off & bpf_htons(0x3fff)))
		return TC_ACT_SHOT;
	if (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP)
		return TC_ACT_OK;
	ports = (void *)ip + ip->ihl * 4;
	if ((void *)(ports + 1) > end)
		return TC_ACT_SHOT;
	flow.saddr = ip->saddr;
	flow.daddr = ip->daddr;
	flow.sport = bpf_ntohs(ports->source);
	flow.dport = bpf_ntohs(ports->dest);
	flow.protocol = ip->protocol;
	reason = decide(&flow);
	count = bpf_map_lookup_elem(&Reasons, &reason);
	if (count)
		(*count)++;
	return reason <= ALLOWED ? TC_ACT_OK : TC_ACT_SHOT;
}

char _license[] SEC("license") = "GPL";
