using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>A lock that is held: <c>using (value.Lock.Enter()) { ... }</c>.</summary>
[BpfFunction]
public readonly ref struct BpfSpinLockScope
{
    private readonly ref BpfSpinLock _lock;

    internal BpfSpinLockScope(ref BpfSpinLock spinLock) => _lock = ref spinLock;

    /// <summary>Releases the lock.</summary>
    public void Dispose() => BpfHelpers.SpinUnlock(ref _lock);
}
