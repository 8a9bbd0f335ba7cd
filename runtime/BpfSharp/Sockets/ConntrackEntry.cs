using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>An entry of the kernel's connection tracking, which is counted. To be put into a <c>using</c> declaration: it is released at the end, also where the program ends by a fault.</summary>
[BpfFunction]
public ref struct ConntrackEntry
{
    private readonly int _direction;
    private readonly int _error;
    private ref ConntrackHandle _entry;

    internal ConntrackEntry(ref ConntrackHandle entry, int direction, int error)
    {
        _entry = ref entry;
        _direction = direction;
        _error = error;
    }

    /// <summary>Whether there is none: none was found, it could not be made, or it was released.</summary>
    public readonly bool IsAbsent => Unsafe.IsNullRef(ref _entry);

    /// <summary>Which way a packet with the ends that were asked for goes.</summary>
    public readonly ConntrackDirection Direction => (ConntrackDirection)_direction;

    /// <summary>Why there is none: a negative error number, such as <c>-ENOENT</c> (-2), <c>-EPROTO</c> (-71) for a protocol other than TCP and UDP.</summary>
    public readonly int Error => _error;

    /// <summary>Has the entry end so long from now, unless packets come (<c>bpf_ct_change_timeout</c>, Linux 6.0). Faults (<see cref="FaultKind.NullReference"/>) where there is none.</summary>
    /// <param name="milliseconds">How long.</param>
    /// <returns>Whether it was possible.</returns>
    public readonly bool ChangeTimeout(uint milliseconds)
    {
        if (Unsafe.IsNullRef(ref _entry))
            throw new AbsentReferenceException();
        return BpfHelpers.CtChangeTimeout(ref _entry, milliseconds) == 0;
    }

    /// <summary>Releases the entry, which stays in the table (<c>bpf_ct_release</c>). Does nothing where there is none.</summary>
    public void Dispose()
    {
        if (Unsafe.IsNullRef(ref _entry))
            return;
        BpfHelpers.CtRelease(ref _entry);
        _entry = ref Unsafe.NullRef<ConntrackHandle>();
    }
}
