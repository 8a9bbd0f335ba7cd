using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>Kernel functions that the verifier itself treats in a way of their own (<c>enum special_kfunc_type</c>).</summary>
internal static class KnownKernelFunctions
{
    public const string DynptrClone = "bpf_dynptr_clone";
    public const string DynptrSlice = "bpf_dynptr_slice";
    public const string DynptrSliceForWriting = "bpf_dynptr_slice_rdwr";

    public const string IteratorType = "bpf_iter_num";
    public const string IteratorNew = "bpf_iter_num_new";
    public const string IteratorNext = "bpf_iter_num_next";
    public const string IteratorDestroy = "bpf_iter_num_destroy";

    /// <summary>What the dynptr leads to that a function makes.</summary>
    public static IReadOnlyDictionary<string, DynptrKind> Dynptrs { get; } = new Dictionary<string, DynptrKind>(StringComparer.Ordinal)
    {
        ["bpf_dynptr_from_skb"] = DynptrKind.Skb,
        ["bpf_dynptr_from_xdp"] = DynptrKind.Xdp,
    };
}
