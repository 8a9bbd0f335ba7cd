using System;
using System.Threading;
using System.Threading.Tasks;
using System.Threading.Tasks.Sources;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>Descriptors that one reader waits for. Waiting allocates nothing: the source is its own task, over and over.</summary>
internal sealed class ReadinessSource : IValueTaskSource<bool>, IThreadPoolWorkItem, IDisposable
{
    private readonly Lock _turn = new();
    private readonly ReadinessPoller _poller;
    private readonly Func<bool> _hasData;
    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _cancellation;
    private State _state;
    private Outcome _outcome;
    private bool _isSignaled;
    private bool _isDisposed;

    /// <param name="descriptors">Each is known to the poller from now on.</param>
    /// <param name="hasData">Whether there is something that a reader could take.</param>
    public ReadinessSource(ReadinessPoller poller, Func<bool> hasData, params ReadOnlySpan<FileDescriptor> descriptors)
    {
        _poller = poller;
        _hasData = hasData;
        Descriptors = descriptors.ToArray();
        Id = poller.Add(this);
    }

    private enum State
    {
        Idle,
        Waiting,
        Completing,
    }

    private enum Outcome
    {
        Ready,
        Closed,
        Cancelled,
    }

    public FileDescriptor[] Descriptors { get; }

    public ulong Id { get; }

    /// <summary>Completes with true when there may be something to read, with false when disposed.</summary>
    /// <exception cref="InvalidOperationException">Another reader waits.</exception>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken)
    {
        short version;
        lock (_turn)
        {
            if (_isDisposed)
                return new ValueTask<bool>(false);
            if (_state != State.Idle)
                throw new InvalidOperationException("Another reader waits for these events already: they have one reader at a time.");
            if (_isSignaled)
            {
                _isSignaled = false;
                return new ValueTask<bool>(true);
            }
            _core.Reset();
            version = _core.Version;
            _state = State.Waiting;
        }
        _poller.Keep(this);
        _cancellation = cancellationToken.UnsafeRegister(static self => ((ReadinessSource)self!).Complete(Outcome.Cancelled), this);
        // The reader's position is visible to the kernel before this look: either we see the record, or the kernel sees that we caught up, and wakes us.
        Interlocked.MemoryBarrier();
        return HasData() && TryWithdraw() ? new ValueTask<bool>(true) : new ValueTask<bool>(this, version);
    }

    /// <summary>The poller has seen an event.</summary>
    public void Signal() => Complete(Outcome.Ready);

    public void Dispose()
    {
        lock (_turn)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
        }
        _poller.Remove(this);
        Complete(Outcome.Closed);
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            lock (_turn)
                _state = State.Idle;
        }
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    // Continuations run here, not on the poller's thread.
    void IThreadPoolWorkItem.Execute()
    {
        CancellationToken token = _cancellation.Token;
        _cancellation.Dispose();
        if (_outcome == Outcome.Cancelled)
            _core.SetException(new OperationCanceledException(token));
        else
            _core.SetResult(_outcome == Outcome.Ready);
    }

    private void Complete(Outcome outcome)
    {
        lock (_turn)
        {
            if (_state != State.Waiting)
            {
                _isSignaled |= outcome == Outcome.Ready;
                return;
            }
            _state = State.Completing;
            _outcome = outcome;
        }
        _poller.Release(this);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private bool HasData()
    {
        try
        {
            return _hasData();
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    private bool TryWithdraw()
    {
        lock (_turn)
        {
            if (_state != State.Waiting)
                return false;
            _state = State.Idle;
        }
        _poller.Release(this);
        _cancellation.Dispose();
        return true;
    }
}
