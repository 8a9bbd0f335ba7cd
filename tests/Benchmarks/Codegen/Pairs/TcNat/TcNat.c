#include "../pair.h"

#define IP_CSUM_OFF (ETH_HLEN + offsetof(struct iphdr, check))
#define IP_SRC_OFF (ETH_HLEN + offsetof(struct iphdr, saddr))
#define L4_OFF (ETH_HLEN + sizeof(struct iphdr))

struct counter {
	__u64 packets;
	__u64 bytes;
};

struct flow {
	__be32 addr;
	__u16 port;
	__u16 protocol;
};

struct target {
	__be32 addr;
	__u16 port;
	__u16 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct flow);
	__type(value, struct target);
} Flows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct counter);
} Translated SEC(".maps");

SEC("tc")
int Translate(struct __sk_buff *skb)
{
	void *data, *end;
	struct ethhdr *eth;
	struct flow flow = {};
	struct counter *counter;
	struct target *found;
	struct udphdr *ports;
	struct iphdr *ip;
	__be32 old_addr, new_addr;
	__be16 old_port, new_port;
	__u32 csum, zero = 0;
	__u64 flags;

	pull(skb, L4_OFF + sizeof(*ports));
	data = (void *)(long)skb->data;
	end = (void *)(long)skb->data_end;
	eth = data;
	if ((void *)(eth + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return TC_ACT_OK;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > end)
		return TC_ACT_OK;
	if (ip->ihl != 5 || (ip->frag_off & bpf_htons(0x3fff)) || (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP))
		return TC_ACT_OK;
	ports = (void *)(ip + 1);
	if ((void *)(ports + 1) > end)
		return TC_ACT_OK;
	flow.addr = ip->saddr;
	flow.port = bpf_ntohs(ports->source);
	flow.protocol = ip->protocol;
	found = bpf_map_lookup_elem(&Flows, &flow);
	if (!found)
		return TC_ACT_OK;

	old_addr = ip->saddr;
	new_addr = found->addr;
	old_port = ports->source;
	new_port = bpf_htons(found->port);
	csum = L4_OFF + (ip->protocol == IPPROTO_TCP ? offsetof(struct tcphdr, check) : offsetof(struct udphdr, check));
	flags = ip->protocol == IPPROTO_TCP ? 0 : BPF_F_MARK_MANGLED_0;
	if (bpf_l4_csum_replace(skb, csum, old_addr, new_addr, flags | BPF_F_PSEUDO_HDR | sizeof(new_addr)) ||
	    bpf_l4_csum_replace(skb, csum, old_port, new_port, flags | sizeof(new_port)) ||
	    bpf_l3_csum_replace(skb, IP_CSUM_OFF, old_addr, new_addr, sizeof(new_addr)) ||
	    bpf_skb_store_bytes(skb, IP_SRC_OFF, &new_addr, sizeof(new_addr), 0) ||
	    bpf_skb_store_bytes(skb, L4_OFF, &new_port, sizeof(new_port), 0))
		return TC_ACT_SHOT;

	counter = bpf_map_lookup_elem(&Translated, &zero);
	if (counter) {
		counter->packets++;
		counter->bytes += skb->len;
	}
	return TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
