using System.Collections.Generic;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>Helpers that the kernel offers to tc or XDP and BpfSharp does not, with why.</summary>
/// <param name="Kinds">The program kinds in question.</param>
internal sealed record LeftOut(string Kinds, string Why, params IReadOnlyList<string> Names)
{
    private const string Both = "xdp,tc";

    public static IReadOnlyList<LeftOut> All { get; } =
    [
        new(Both, "about the current process: packets are handled in soft interrupts, where that is whoever was interrupted",
            "get_current_pid_tgid", "get_current_uid_gid", "get_current_comm", "get_current_task", "get_current_task_btf", "current_task_under_cgroup", "get_current_cgroup_id",
            "get_current_ancestor_cgroup_id", "get_ns_current_pid_tgid", "send_signal", "send_signal_thread", "task_storage_get", "task_storage_delete", "cgrp_storage_get", "cgrp_storage_delete"),
        new("xdp", "the same: the class of the current process", "get_cgroup_classid"),
        new(Both, "for tracing: memory by address, stacks, registers, counters of the CPU",
            "perf_event_read", "perf_event_read_value", "probe_read_user", "probe_read_kernel", "probe_read_user_str", "probe_read_kernel_str", "get_task_stack", "task_pt_regs", "find_vma",
            "copy_from_user", "copy_from_user_task", "get_branch_snapshot", "snprintf_btf", "per_cpu_ptr", "this_cpu_ptr"),
        new(Both, "pointers to kernel objects in maps: the language has none", "kptr_xchg"),
        new(Both, "numbers in text are read by C# code", "strtol", "strtoul"),
        new(Both, "text is compared and made by C# code", "strncmp", "snprintf"),
        new(Both, "give the kernel's own structures (`struct tcp_sock`), whose layout is each build's; `BpfSocket` and `BpfTcpSocket` have what is stable",
            "skc_to_tcp6_sock", "skc_to_tcp_sock", "skc_to_tcp_timewait_sock", "skc_to_tcp_request_sock", "skc_to_udp6_sock", "skc_to_unix_sock", "skc_to_mptcp_sock"),
        new("tc", "a cgroup array; `TcContext.CgroupId` and `AncestorCgroupId` tell the same", "skb_under_cgroup"),
        new("tc", "IPsec states: no use case yet", "skb_get_xfrm_state"),
        new(Both, "how full a ring is: not yet", "ringbuf_query"),
        new(Both, "memory of a map's value as a dynptr, and a part of one as memory: spans and references do that", "dynptr_from_mem", "dynptr_data"),
    ];
}
