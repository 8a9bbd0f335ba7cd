// What both sides load: a counter of packets by protocol.
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct count {
	__u64 packets;
	__u64 bytes;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__type(key, __u32);
	__type(value, struct count);
	__uint(max_entries, 256);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 1024);
} sources SEC(".maps");

__u64 seen;
const volatile __u32 sample_every = 1;

SEC("xdp")
int filter(struct xdp_md *ctx)
{
	void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip = data + sizeof(*eth);
	if ((void *)(ip + 1) > end || eth->h_proto != bpf_htons(ETH_P_IP))
		return XDP_PASS;
	__u32 protocol = ip->protocol, source = ip->saddr;
	struct count *count = bpf_map_lookup_elem(&counts, &protocol);
	if (!count)
		return XDP_ABORTED;
	count->packets++;
	count->bytes += end - data;
	if (++seen % (sample_every ? sample_every : 1) == 0) {
		__u64 one = 1, *known = bpf_map_lookup_elem(&sources, &source);
		if (known)
			__sync_fetch_and_add(known, 1);
		else
			bpf_map_update_elem(&sources, &source, &one, BPF_ANY);
	}
	return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
