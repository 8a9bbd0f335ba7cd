using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>One thread of the process that waits for all rings (epoll), so that readers need not block threads of their own.</summary>
/// <remarks>Events are asked for once and by their edges: a record that is still being written makes a ring readable for epoll, and would be reported
/// over and over (<c>ringbuf_map_poll_kern</c>). The kernel wakes at the commit of the record that the reader stands at.</remarks>
internal sealed unsafe class ReadinessPoller
{
    private const int CloseOnExec = 0x80000;
    private const int OperationAdd = 1;
    private const int OperationRemove = 2;
    private const int EventsAtOnce = 16;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private static readonly Lazy<ReadinessPoller> s_shared = new(static () => new ReadinessPoller(), LazyThreadSafetyMode.PublicationOnly);

    private readonly Lock _turn = new();

    // Weak: rings of an object that nobody has any more are to be collected.
    private readonly Dictionary<ulong, WeakReference<ReadinessSource>> _sources = [];

    // Those that are waited for: the reader that awaits may be reachable from nowhere else.
    private readonly HashSet<ReadinessSource> _waiting = [];
    private readonly FileDescriptor _epoll;
    private ulong _lastId;
    private long _eventCount;

    private ReadinessPoller()
    {
        int fd = Libc.EpollCreate(CloseOnExec);
        if (fd < 0)
            throw KernelErrors.Create("make an epoll descriptor", Marshal.GetLastPInvokeError());
        _epoll = new FileDescriptor(fd);
        new Thread(Loop) { Name = "BpfSharp events", IsBackground = true }.UnsafeStart();
    }

    /// <summary>How many events the kernel has reported; for tests.</summary>
    public long EventCount => Volatile.Read(ref _eventCount);

    public static ReadinessPoller Shared => s_shared.Value;

    /// <summary>Starts to know a source and its descriptors; gives its id.</summary>
    public ulong Add(ReadinessSource source)
    {
        ulong id = Interlocked.Increment(ref _lastId);
        lock (_turn)
            _sources.Add(id, new WeakReference<ReadinessSource>(source));
        int added = 0;
        try
        {
            for (; added < source.Descriptors.Length; added++)
                Control(OperationAdd, source.Descriptors[added], EpollEvent.In | EpollEvent.EdgeTriggered, id);
            return id;
        }
        catch
        {
            Forget(id, source.Descriptors.AsSpan(0, added));
            throw;
        }
    }

    /// <summary>Somebody waits.</summary>
    public void Keep(ReadinessSource source)
    {
        lock (_turn)
            _waiting.Add(source);
    }

    /// <summary>Nobody waits any more.</summary>
    public void Release(ReadinessSource source)
    {
        lock (_turn)
            _waiting.Remove(source);
    }

    public void Remove(ReadinessSource source) => Forget(source.Id, source.Descriptors);

    private void Forget(ulong id, ReadOnlySpan<FileDescriptor> descriptors)
    {
        lock (_turn)
            _sources.Remove(id);
        foreach (FileDescriptor descriptor in descriptors)
        {
            try
            {
                Control(OperationRemove, descriptor, 0, id);
            }
            catch (Exception e) when (e is ObjectDisposedException or BpfException)
            {
                // A closed descriptor leaves the epoll set by itself.
            }
        }
    }

    private void Control(int operation, FileDescriptor descriptor, uint events, ulong id)
    {
        using FileDescriptor.Hold epoll = _epoll.Use();
        using FileDescriptor.Hold hold = descriptor.Use();
        Span<byte> description = stackalloc byte[16];
        EpollEvent.Write(description, events, id);
        fixed (byte* pointer = description)
        {
            if (Libc.EpollControl(epoll.Fd, operation, hold.Fd, pointer) < 0)
                throw KernelErrors.Create("wait for events", Marshal.GetLastPInvokeError());
        }
    }

    private void Loop()
    {
        byte* events = stackalloc byte[16 * EventsAtOnce];
        using FileDescriptor.Hold epoll = _epoll.Use();
        while (true)
        {
            int count = Libc.EpollWait(epoll.Fd, events, EventsAtOnce, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != Errno.EINTR)
                Thread.Sleep(s_pause);
            Volatile.Write(ref _eventCount, _eventCount + Math.Max(count, 0));
            for (int i = 0; i < count; i++)
                Signal(EpollEvent.Data(new ReadOnlySpan<byte>(events + i * EpollEvent.Size, EpollEvent.Size)));
        }
    }

    private void Signal(ulong id)
    {
        ReadinessSource? source = null;
        lock (_turn)
        {
            if (_sources.TryGetValue(id, out WeakReference<ReadinessSource>? known) && !known.TryGetTarget(out source))
                _sources.Remove(id);
        }
        source?.Signal();
    }
}
