using System;
using System.Collections.Concurrent;
using System.Threading;
using BpfSharp.Loader.Programs;

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
        Detach();
    }

    /// <summary>The object that detaches this link when it is disposed.</summary>
    internal BpfLoadedObject? Owner
    {
        get => _owner is not null && _owner.TryGetTarget(out BpfLoadedObject? owner) ? owner : null;
        set => _owner = value is null ? null : new WeakReference<BpfLoadedObject>(value);
    }

    private protected abstract void Detach();

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
