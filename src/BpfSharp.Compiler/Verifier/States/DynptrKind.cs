namespace BpfSharp.Compiler.Verifier.States;

/// <summary>What a dynptr leads to (<c>enum bpf_dynptr_type</c>).</summary>
internal enum DynptrKind
{
    None,

    /// <summary>A record of a ring buffer, which has to be released.</summary>
    Ring,

    /// <summary>A packet of tc.</summary>
    Skb,

    /// <summary>A packet of XDP.</summary>
    Xdp,

    /// <summary>A record of user space.</summary>
    Local,
}
