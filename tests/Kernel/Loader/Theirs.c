#include <linux/bpf.h>

/* What xdp-loader loads beside ours. */
unsigned long long theirs_seen;

__attribute__((section("xdp"), used)) int theirs(struct xdp_md *ctx)
{
    __sync_fetch_and_add(&theirs_seen, 1);
    return XDP_PASS;
}

char _license[] __attribute__((section("license"))) = "GPL";
