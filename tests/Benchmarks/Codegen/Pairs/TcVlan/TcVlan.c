#include "../pair.h"

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 256);
	__type(key, __u32);
	__type(value, __u16);
} Tags SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} Verdicts SEC(".maps");

SEC("tc")
int Tag(struct __sk_buff *skb)
{
	struct ethhdr *eth;
	__u32 outcome = 0, mark = skb->mark;
	__u64 *count;
	__u16 *tag;

	pull(skb, sizeof(*eth));
	eth = (void *)(long)skb->data;
	if ((void *)(eth + 1) > (void *)(long)skb->data_end)
		return TC_ACT_SHOT;
	if (eth->h_proto == bpf_htons(ETH_P_8021Q)) {
		if (bpf_skb_vlan_pop(skb))
			return TC_ACT_SHOT;
		outcome = 1;
	} else {
		tag = bpf_map_lookup_elem(&Tags, &mark);
		if (tag) {
			__u16 tci = *tag;

			if (bpf_skb_vlan_push(skb, bpf_htons(ETH_P_8021Q), tci))
				return TC_ACT_SHOT;
			skb->priority = tci >> 13;
			outcome = 2;
		}
	}

	count = bpf_map_lookup_elem(&Verdicts, &outcome);
	if (count)
		(*count)++;
	return TC_ACT_OK;
}

char _license[] SEC("license") = "GPL";
