using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary>The entries of a map in one simulation. Values are arrays of their own, so that references to them stay valid.</summary>
/// <remarks>Callers hold the simulation's lock. Results are those of the kernel's helpers.</remarks>
internal abstract class MapStorage(MapStorageOptions options)
{
    protected const ulong AddOnly = 1; // BPF_NOEXIST
    protected const ulong ChangeOnly = 2; // BPF_EXIST
    protected const ulong Locked = 4; // BPF_F_LOCK

    public MapStorageOptions Options { get; } = options;

    /// <summary>User space may not change it any more.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>The value in place, or a null reference.</summary>
    public virtual ref byte Lookup(scoped ReadOnlySpan<byte> key, int cpu) => ref Unsafe.NullRef<byte>();

    public virtual int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags, int cpu) => -KernelError.Invalid;

    public virtual int Delete(ReadOnlySpan<byte> key) => -KernelError.Invalid;

    /// <summary>Maps without keys: adds a value.</summary>
    public virtual int Push(ReadOnlySpan<byte> value, ulong flags) => -KernelError.Invalid;

    /// <summary>Maps without keys: takes the next value away.</summary>
    public virtual int Pop(Span<byte> value) => -KernelError.Invalid;

    /// <summary>Maps without keys: the next value, which stays; of a set, whether it has the value.</summary>
    public virtual int Peek(Span<byte> value) => -KernelError.Invalid;

    public virtual int Output(ReadOnlySpan<byte> record, ulong flags) => -KernelError.Invalid;

    /// <summary>Keys as they are now, of maps that a program may walk over.</summary>
    public virtual IReadOnlyList<byte[]> WalkedKeys() => [];

    /// <summary>The simulation ends.</summary>
    public virtual void Close()
    {
    }
}
