#include "../pair.h"

struct class {
	__u32 priority;
	__u32 mark;
	__u8 dscp;
	__u8 active;
	__u16 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, struct class);
} Classes SEC(".maps");

SEC("tc")
int Mark(struct __sk_buff *skb)
{
	void *data, *end;
	struct ethhdr *eth;
	struct class *class;
	__u32 key;

	pull(skb, sizeof(*eth) + sizeof(struct ipv6hdr));
	data = (void *)(long)skb->data;
	end = (void *)(long)skb->data_end;
	eth = data;
	if ((void *)(eth + 1) > end)
		return TC_ACT_OK;
	if (eth->h_proto == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = (void *)(eth + 1);
		__u8 old, new;

		if ((void *)(ip + 1) > end)
			return TC_ACT_OK;
		old = ip->tos;
		key = old >> 2;
		class = bpf_map_lookup_elem(&Classes, &key);
		if (!class || !class->active)
			return TC_ACT_OK;
		new = class->dscp << 2 | (old & 3);
		ip->tos = new;
		csum_replace2(&ip->check, bpf_htons(old), bpf_htons(new));
	} else if (eth->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = (void *)(eth + 1);
		__u8 old, new;

		if ((void *)(ip + 1) > end)
			return TC_ACT_OK;
		old = ip->priority << 4 | ip->flow_lbl[0] >> 4;
		key = old >> 2;
		class = bpf_map_lookup_elem(&Classes, &key);
		if (!class || !class->active)
			return TC_ACT_OK;
		new = class->dscp << 2 | (old & 3);
		ip->priority = new >> 4;
		ip->flow_lbl[0] = (ip->flow_lbl[0] & 0xf) | new << 4;
	} else {
		return TC_ACT_OK;
	}
	skb->priority = class->priority;
	skb->mark = class->mark;
	return TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
