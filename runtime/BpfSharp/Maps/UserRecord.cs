using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>A record that user space has written, as the function of <see cref="UserRingBufferRecords"/> is given it: only helpers read it.</summary>
/// <typeparam name="T">The record.</typeparam>
public struct UserRecord<T>
    where T : unmanaged
{
    internal long Number;
    internal long Unused;

    /// <summary>A copy of the record, which user space may change no more.</summary>
    /// <param name="value">The record; zero where user space has written fewer bytes.</param>
    /// <returns>Whether it is whole.</returns>
    [BpfFunction]
    public readonly bool TryRead(out T value)
    {
        value = default;
        return BpfHelpers.DynptrRead(ref value, Unsafe.SizeOf<T>(), in this, 0, 0) == 0;
    }
}
