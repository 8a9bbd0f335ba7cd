using System.Diagnostics.CodeAnalysis;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>A lock in a map's value (<c>struct bpf_spin_lock</c>, Linux 5.1): one field of the value struct of a hash map or array. 4 bytes; user space reads zero.</summary>
/// <remarks>While it is held the kernel allows no call. It can't be copied, so neither can the value around it: use the fields in place.</remarks>
[BpfKernelType("bpf_spin_lock")]
public struct BpfSpinLock
{
    internal uint State;

    /// <summary>Takes the lock, until the end of the <c>using</c> scope.</summary>
    /// <returns>The scope, which releases the lock, also where the program ends by a fault.</returns>
    [BpfFunction]
    [UnscopedRef]
    public BpfSpinLockScope Enter()
    {
        BpfHelpers.SpinLock(ref this);
        return new BpfSpinLockScope(ref this);
    }
}
