using System;

namespace BpfSharp;

/// <summary>Which updates of a map are wanted (<c>BPF_ANY</c>, <c>BPF_NOEXIST</c>, <c>BPF_EXIST</c>, <c>BPF_F_LOCK</c>).</summary>
[Flags]
public enum MapUpdate
{
    /// <summary>New entries and changes.</summary>
    Any = 0,

    /// <summary>New entries only.</summary>
    Add = 1,

    /// <summary>Changes of existing entries only.</summary>
    Change = 2,

    /// <summary>With the value's lock held (<see cref="BpfSpinLock"/>, Linux 5.1): nobody who takes it sees half of the change. The value is changed in place, and the lock stays as it is.</summary>
    Lock = 4,
}
