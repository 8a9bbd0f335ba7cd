using System;
using System.ComponentModel;

namespace BpfSharp.Views;

/// <summary>Whose records a <see cref="RingBufferLease{T}"/> gives out; views derive from it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RingBufferSource
{
    /// <summary>All records before a position may be overwritten.</summary>
    /// <param name="position">Bytes since the ring was made.</param>
    public abstract void Commit(ulong position);

    /// <summary>The lease has ended there.</summary>
    /// <param name="position">Bytes since the ring was made.</param>
    public abstract void End(ulong position);

    /// <summary>What to throw for a record that is too small for its type.</summary>
    /// <param name="length">Bytes of the record.</param>
    /// <param name="type">The type that it was read as.</param>
    /// <param name="size">Bytes of the type.</param>
    /// <returns>The exception.</returns>
    public virtual Exception Foreign(int length, string type, int size) =>
        new InvalidOperationException($"The ring buffer has a record of {length} bytes; a {type} has {size}.");
}
