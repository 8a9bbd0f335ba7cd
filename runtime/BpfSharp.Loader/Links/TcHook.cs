namespace BpfSharp.Loader;

/// <summary>How a tc program hangs on its interface. TCX programs run first; all but the verdict <c>Next</c> end the hook, clsact filters included.</summary>
public enum TcHook
{
    /// <summary>TCX where the kernel has it and no clsact filter is on that side of the interface, otherwise clsact. Only asked for, never an answer.</summary>
    Auto,

    /// <summary>A BPF link on the TCX hook (Linux 6.6): goes with the process.</summary>
    Tcx,

    /// <summary>A cls_bpf filter in direct-action mode on the clsact qdisc.</summary>
    Clsact,
}
