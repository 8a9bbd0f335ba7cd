#include "../pair.h"

enum action { REWRITE, POP, PUSH };

struct rule {
	__u16 active;
	__u16 action;
	__u16 vlan;
	__u16 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4096);
	__type(key, __u32);
	__type(value, struct rule);
} Rules SEC(".maps");

static __always_inline int pop(struct xdp_md *ctx, const struct ethhdr *saved)
{
	struct ethhdr *eth;

	if (bpf_xdp_adjust_head(ctx, sizeof(struct vlan_hdr)))
		return XDP_DROP;
	eth = (void *)(long)ctx->data;
	if ((void *)(eth + 1) > (void *)(long)ctx->data_end)
		return XDP_DROP;
	__builtin_memcpy(eth, saved, 2 * ETH_ALEN);
	return XDP_TX;
}

static __always_inline int push(struct xdp_md *ctx, const struct ethhdr *saved, __u16 vlan)
{
	struct vlan_hdr *tag;
	struct ethhdr *eth;

	if (bpf_xdp_adjust_head(ctx, -(int)sizeof(*tag)))
		return XDP_DROP;
	eth = (void *)(long)ctx->data;
	tag = (void *)(eth + 1);
	if ((void *)(tag + 1) > (void *)(long)ctx->data_end)
		return XDP_DROP;
	__builtin_memcpy(eth, saved, 2 * ETH_ALEN);
	eth->h_proto = bpf_htons(ETH_P_8021Q);
	tag->tci = bpf_htons(vlan & 0xfff);
	return XDP_TX;
}

SEC("xdp")
int Swap(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data;
	void *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data, saved;
	struct vlan_hdr *tag = (void *)(eth + 1);
	struct rule *rule;
	bool tagged;
	__u32 id = 0;

	if ((void *)(eth + 1) > end)
		return XDP_DROP;
	tagged = eth->h_proto == bpf_htons(ETH_P_8021Q);
	if (tagged) {
		if ((void *)(tag + 1) > end)
			return XDP_DROP;
		id = bpf_ntohs(tag->tci) & 0xfff;
	}
	rule = bpf_map_lookup_elem(&Rules, &id);
	if (!rule || !rule->active)
		return XDP_PASS;

	saved = *eth;
	switch (rule->action) {
	case REWRITE:
		if (!tagged)
			return XDP_PASS;
		/* Checked above, but clang merges the ways and the verifier forgets. */
		if ((void *)(tag + 1) > end)
			return XDP_DROP;
		tag->tci = (tag->tci & bpf_htons(0xf000)) | bpf_htons(rule->vlan & 0xfff);
		return XDP_TX;
	case POP:
		return tagged ? pop(ctx, &saved) : XDP_PASS;
	case PUSH:
		return push(ctx, &saved, rule->vlan);
	}
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
