namespace BpfSharp.Loader;

/// <summary>How several XDP programs share an interface.</summary>
public enum XdpChainKind
{
    /// <summary>A dispatcher where the kernel can, otherwise tail calls. Only asked for, never an answer.</summary>
    Auto,

    /// <summary>A program that calls the others, as libxdp makes it (its protocol, version 2): they may come from any process, <c>xdp-loader</c> shows and unloads them.
    /// Takes programs in the place of functions (freplace) and a BPF file system. It outlives the process.</summary>
    Dispatcher,

    /// <summary>Each program calls the next one's entry in a program array: all are of this process, and go with it.</summary>
    TailCalls,
}
