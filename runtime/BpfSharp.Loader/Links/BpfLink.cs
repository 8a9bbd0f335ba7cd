using System;
using System.Collections.Concurrent;
using System.Threading;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A program attached to a hook. It stays attached until <see cref="Dispose"/>, its object's Dispose, or the end of the process
/// (a filter on clsact outlives the process); a garbage collection does not detach it.</summary>
public abstract class BpfLink : IDisposable
{
    // Losing the last reference to a link must not let a finalizer close its descriptor: that would silently detach the program.
    private static readonly ConcurrentDictionary<BpfLink, bool> s_attached = new();

    private int _detached;

    // Weak: a link that is kept attached must not keep its object's maps and memory.
    private WeakReference<BpfLoadedObject>? _owner;

    private protected BpfLink(string interfaceName, int interfaceIndex, string programName, uint programId)
    {
        InterfaceName = interfaceName;
        InterfaceIndex = interfaceIndex;
        ProgramName = programName;
        ProgramId = programId;
        s_attached.TryAdd(this, true);
    }

    /// <summary>The interface's name at the time of attaching.</summary>
    public string InterfaceName { get; }

    /// <summary>The interface's index in its network namespace.</summary>
    public int InterfaceIndex { get; }

    /// <summary>The attached program's name.</summary>
    public string ProgramName { get; private set; }

    /// <summary>The kernel's id of the attached program.</summary>
    public uint ProgramId { get; private set; }

    /// <summary>Whether it has not been disposed. The kernel may have detached it since, for example with its interface.</summary>
    public bool IsAttached => Volatile.Read(ref _detached) == 0;

    /// <summary>Detaches the program. May be called from any thread, in any network namespace, and again.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _detached, 1) != 0)
            return;
        s_attached.TryRemove(this, out _);
        GC.SuppressFinalize(this);
        if (IsPinned)
            LinkDescriptor!.Dispose();
        else
            Detach();
    }

    /// <summary>The object that detaches this link when it is disposed.</summary>
    internal BpfLoadedObject? Owner
    {
        get => _owner is not null && _owner.TryGetTarget(out BpfLoadedObject? owner) ? owner : null;
        set => _owner = value is null ? null : new WeakReference<BpfLoadedObject>(value);
    }

    private protected abstract void Detach();

    /// <summary>The link's descriptor; null for what no link holds.</summary>
    private protected virtual FileDescriptor? LinkDescriptor => null;

    /// <summary>Keeps the program attached by a file in a BPF file system, also after this link is disposed and the process has ended. <see cref="PinnedLink"/> takes it from there.</summary>
    /// <param name="path">Where nothing is yet, such as <c>/sys/fs/bpf/firewall/eth0</c>; directories are made.</param>
    /// <exception cref="InvalidOperationException">No link holds the program: a filter or an interface does, and keeps it anyway.</exception>
    /// <exception cref="BpfKernelException">Something is there, or the path is not in a BPF file system.</exception>
    public void Pin(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ObjectDisposedException.ThrowIf(!IsAttached, this);
        FileDescriptor descriptor = LinkDescriptor
            ?? throw new InvalidOperationException($"Program '{ProgramName}' is held by interface '{InterfaceName}' itself, not by a link: only links are pinned.");
        int result = Maps.PinFiles.Pin(descriptor, path);
        if (result < 0)
            throw Maps.PinFiles.Failure($"the link of program '{ProgramName}'", path, result);
        IsPinned = true;
    }

    /// <summary>Whether a file keeps it: then disposing leaves the program attached.</summary>
    public bool IsPinned { get; private set; }

    /// <summary>Puts another program in this one's place, and the link under its object.</summary>
    private protected void ReplaceBy(LoadedProgram program, Action<KernelProgram, uint> exchange)
    {
        ArgumentNullException.ThrowIfNull(program);
        ObjectDisposedException.ThrowIf(!IsAttached, this);
        program.Owner.TakeOver(this, () =>
        {
            uint id = program.Id;
            exchange(program.Program, id);
            ProgramName = program.Name;
            ProgramId = id;
        });
    }
}
