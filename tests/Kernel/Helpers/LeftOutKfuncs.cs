using System.Collections.Generic;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>Kernel functions that tc or XDP programs may call (the kernel's BTF id sets) and BpfSharp does not declare, with why. A program class may declare any of them itself.</summary>
internal static class LeftOutKfuncs
{
    private const string Both = "xdp,tc";

    public static IReadOnlyList<LeftOut> All { get; } =
    [
        new(Both, "a view of tc and XDP programs is always there, and may be written", "bpf_dynptr_is_null", "bpf_dynptr_is_rdonly"),
        new(Both, "from one dynptr to another (6.16): read and write by way of a local", "bpf_dynptr_copy", "bpf_dynptr_memset"),
        new("tc", "the metadata of XDP as a dynptr (6.18): not yet", "bpf_dynptr_from_skb_meta"),
        new("xdp", "makes bytes linear (6.18): views, `LoadBytes` and `StoreBytes` reach fragments", "bpf_xdp_pull_data"),
        new("tc", "assigns a request socket made of a SYN cookie of the program's own (6.9): `SynCookies` checks the kernel's", "bpf_sk_assign_tcp_reqsk"),
        new("xdp", "IPsec states: no use case yet", "bpf_xdp_get_xfrm_state", "bpf_xdp_xfrm_state_release"),
        new(Both, "bits of `nf_conn` and addresses for NAT, whose meaning is the kernel's own (`IPS_*`); entries that `AddConnection` makes are complete. What a program wants to know of an entry is in the structure itself, whose layout is each build's: it needs relocations of fields, which the language does not have",
            "bpf_ct_change_status", "bpf_ct_set_status", "bpf_ct_set_nat_info"),
        new(Both, "used by the compiler for loops that it can't give to `bpf_loop`", "bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy"),
        new(Both, "text is searched and compared by C# code",
            "bpf_strcasecmp", "bpf_strchr", "bpf_strchrnul", "bpf_strcmp", "bpf_strcspn", "bpf_strlen", "bpf_strnchr", "bpf_strnlen", "bpf_strnstr", "bpf_strrchr", "bpf_strspn", "bpf_strstr"),
        new(Both, "pointers to kernel objects, lists and trees of them: the language has no heap",
            "bpf_obj_new_impl", "bpf_obj_drop_impl", "bpf_percpu_obj_new_impl", "bpf_percpu_obj_drop_impl", "bpf_refcount_acquire_impl", "bpf_list_back", "bpf_list_front", "bpf_list_pop_back",
            "bpf_list_pop_front", "bpf_list_push_back_impl", "bpf_list_push_front_impl", "bpf_rbtree_add_impl", "bpf_rbtree_first", "bpf_rbtree_left", "bpf_rbtree_remove", "bpf_rbtree_right", "bpf_rbtree_root",
            "bpf_arena_alloc_pages", "bpf_arena_free_pages", "bpf_arena_reserve_pages"),
        new(Both, "casts to the kernel's own structures, whose layout is each build's", "bpf_cast_to_kern_ctx", "bpf_rdonly_cast"),
        new(Both, "about processes and cgroups: packets are handled in soft interrupts; `CgroupId` and `AncestorCgroupId` tell what a socket belongs to",
            "bpf_task_acquire", "bpf_task_from_pid", "bpf_task_from_vpid", "bpf_task_get_cgroup1", "bpf_task_release", "bpf_task_under_cgroup", "bpf_task_work_schedule_resume_impl",
            "bpf_task_work_schedule_signal_impl", "bpf_send_signal_task", "bpf_cgroup_acquire", "bpf_cgroup_ancestor", "bpf_cgroup_from_id", "bpf_cgroup_read_xattr", "bpf_cgroup_release"),
        new(Both, "iterators over the kernel's objects, and bits, which C# code counts",
            "bpf_iter_bits_destroy", "bpf_iter_bits_new", "bpf_iter_bits_next", "bpf_iter_css_destroy", "bpf_iter_css_new", "bpf_iter_css_next", "bpf_iter_css_task_destroy", "bpf_iter_css_task_new",
            "bpf_iter_css_task_next", "bpf_iter_dmabuf_destroy", "bpf_iter_dmabuf_new", "bpf_iter_dmabuf_next", "bpf_iter_kmem_cache_destroy", "bpf_iter_kmem_cache_new", "bpf_iter_kmem_cache_next",
            "bpf_iter_task_destroy", "bpf_iter_task_new", "bpf_iter_task_next", "bpf_iter_task_vma_destroy", "bpf_iter_task_vma_new", "bpf_iter_task_vma_next", "bpf_get_kmem_cache"),
        new(Both, "for tracing: memory by address, of user space or the kernel",
            "bpf_copy_from_user_dynptr", "bpf_copy_from_user_str", "bpf_copy_from_user_str_dynptr", "bpf_copy_from_user_task_dynptr", "bpf_copy_from_user_task_str", "bpf_copy_from_user_task_str_dynptr",
            "bpf_probe_read_kernel_dynptr", "bpf_probe_read_kernel_str_dynptr", "bpf_probe_read_user_dynptr", "bpf_probe_read_user_str_dynptr"),
        new(Both, "keys and ciphers of the kernel: no use case yet", "bpf_crypto_decrypt", "bpf_crypto_encrypt", "bpf_key_put", "bpf_lookup_system_key", "bpf_lookup_user_key"),
        new(Both, "locks and sections of other kinds: `BpfSpinLock` is the language's",
            "bpf_local_irq_restore", "bpf_local_irq_save", "bpf_preempt_disable", "bpf_preempt_enable", "bpf_rcu_read_lock", "bpf_rcu_read_unlock", "bpf_res_spin_lock", "bpf_res_spin_lock_irqsave",
            "bpf_res_spin_unlock", "bpf_res_spin_unlock_irqrestore"),
        new(Both, "work in a process's context: `BpfTimer` is the language's", "bpf_wq_init", "bpf_wq_set_callback_impl", "bpf_wq_start"),
        new(Both, "how many entries a map has: views count them", "bpf_map_sum_elem_count"),
        new(Both, "output for whoever loaded the program (6.17): `Bpf.Trace` and rings are the language's", "bpf_stream_vprintk_impl"),
        new(Both, "the kernel's own traps and tests", "__bpf_trap", "bpf_throw", "bpf_modify_return_test_tp"),
        new("tc", "the kernel's own tests", "bpf_kfunc_call_memb_release", "bpf_kfunc_call_test_release"),
    ];
}
