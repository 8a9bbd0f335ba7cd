using System;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>A descriptor that can be waited for.</summary>
internal sealed class ReadinessSource(ReadinessPoller poller, FileDescriptor descriptor, ulong id) : IDisposable
{
    private readonly Lock _turn = new();
    private TaskCompletionSource<bool>? _waiting;
    private bool _isDisposed;

    public FileDescriptor Descriptor => descriptor;

    public ulong Id => id;

    /// <summary>Completes with true when there is something to read, with false when disposed.</summary>
    public Task<bool> WaitAsync()
    {
        lock (_turn)
        {
            if (_isDisposed)
                return Task.FromResult(false);
            if (_waiting is null)
            {
                // Continuations must not run on the poller's thread.
                _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
                poller.Arm(this);
            }
            return _waiting.Task;
        }
    }

    public void Complete(bool ready)
    {
        TaskCompletionSource<bool>? waiting;
        lock (_turn)
        {
            waiting = _waiting;
            _waiting = null;
        }
        waiting?.SetResult(ready);
    }

    public void Dispose()
    {
        lock (_turn)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }
        poller.Remove(this);
        Complete(ready: false);
    }
}
