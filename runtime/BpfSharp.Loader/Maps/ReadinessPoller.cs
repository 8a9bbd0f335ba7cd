using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>One thread of the process that waits for all ring buffers (epoll), so that readers need not block threads of their own.</summary>
internal sealed unsafe class ReadinessPoller
{
    private const int CloseOnExec = 0x80000;
    private const int OperationAdd = 1;
    private const int OperationRemove = 2;
    private const int OperationModify = 3;
    private const int EventsAtOnce = 16;

    private static readonly Lazy<ReadinessPoller> s_shared = new(static () => new ReadinessPoller());

    private readonly Lock _turn = new();

    // Those that are waited for: the reader that awaits may be reachable from nowhere else.
    private readonly Dictionary<ulong, ReadinessSource> _armed = [];
    private readonly FileDescriptor _epoll;
    private ulong _lastId;

    private ReadinessPoller()
    {
        int fd = Libc.EpollCreate(CloseOnExec);
        if (fd < 0)
            throw KernelErrors.Create("make an epoll descriptor", Marshal.GetLastPInvokeError());
        _epoll = new FileDescriptor(fd);
        new Thread(Loop) { Name = "BpfSharp ring buffers", IsBackground = true }.Start();
    }

    public static ReadinessPoller Shared => s_shared.Value;

    /// <summary>Starts to know a descriptor; nothing is waited for yet.</summary>
    public ReadinessSource Add(FileDescriptor descriptor)
    {
        var source = new ReadinessSource(this, descriptor, Interlocked.Increment(ref _lastId));
        Control(OperationAdd, descriptor, 0, source.Id);
        return source;
    }

    /// <summary>Asks for one event.</summary>
    public void Arm(ReadinessSource source)
    {
        lock (_turn)
            _armed[source.Id] = source;
        Control(OperationModify, source.Descriptor, EpollEvent.In | EpollEvent.OneShot, source.Id);
    }

    public void Remove(ReadinessSource source)
    {
        lock (_turn)
            _armed.Remove(source.Id);
        try
        {
            Control(OperationRemove, source.Descriptor, 0, source.Id);
        }
        catch (ObjectDisposedException)
        {
            // A closed descriptor has left the epoll set by itself.
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
                throw KernelErrors.Create("wait for a ring buffer", Marshal.GetLastPInvokeError());
        }
    }

    private void Loop()
    {
        byte* events = stackalloc byte[16 * EventsAtOnce];
        using FileDescriptor.Hold epoll = _epoll.Use();
        while (true)
        {
            int count = Libc.EpollWait(epoll.Fd, events, EventsAtOnce, -1);
            for (int i = 0; i < count; i++)
                Signal(EpollEvent.Data(new ReadOnlySpan<byte>(events + i * EpollEvent.Size, EpollEvent.Size)));
        }
    }

    private void Signal(ulong id)
    {
        ReadinessSource? source;
        lock (_turn)
            _armed.Remove(id, out source);
        source?.Complete(ready: true);
    }
}
