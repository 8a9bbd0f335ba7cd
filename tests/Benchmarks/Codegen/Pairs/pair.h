/* What every twin includes: the kernel's UAPI and libbpf, as a C programmer would. */
#include <stdbool.h>
#include <stddef.h>
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define ICMP_ECHOREPLY 0
#define ICMP_ECHO 8

/* linux/icmp.h wants the headers of a libc. */
struct icmphdr {
	__u8 type;
	__u8 code;
	__sum16 checksum;
	__be32 rest;
};

struct vlan_hdr {
	__be16 tci;
	__be16 proto;
};

/*
 * Makes the first bytes of a packet linear, as far as it has them: often only the headers are, and less of what a packet socket sent.
 * To be called before data and data_end are read.
 */
static __always_inline void pull(struct __sk_buff *skb, __u32 len)
{
	__u64 linear = (void *)(long)skb->data_end - (void *)(long)skb->data;

	if (linear < len && linear < skb->len)
		bpf_skb_pull_data(skb, len < skb->len ? len : skb->len);
}

static __always_inline __u16 csum_fold(__u32 sum)
{
	sum = (sum & 0xffff) + (sum >> 16);
	sum = (sum & 0xffff) + (sum >> 16);
	return ~sum;
}

static __always_inline void csum_replace2(__u16 *sum, __u16 from, __u16 to)
{
	*sum = csum_fold((__u16)~*sum + (__u32)(__u16)~from + to);
}

static __always_inline void csum_replace4(__u16 *sum, __u32 from, __u32 to)
{
	*sum = csum_fold((__u16)~*sum + (__u32)(__u16)~from + (__u16)~(from >> 16) + (to & 0xffff) + (to >> 16));
}
