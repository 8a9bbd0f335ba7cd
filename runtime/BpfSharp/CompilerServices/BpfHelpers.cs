using System;
using System.Runtime.InteropServices;

namespace BpfSharp.CompilerServices;

/// <summary>The kernel's helper functions as they are (man page bpf-helpers(7)): maps, contexts and <see cref="Bpf"/> wrap them.</summary>
/// <remarks>Each method's body is what the helper does in a simulation. Results are the kernel's: negative error numbers where it fails.</remarks>
public static partial class BpfHelpers
{
    internal const ulong RedirectFlagIngress = 1;

    internal static ReadOnlySpan<byte> Bytes<T>(ref readonly T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));

    private static Span<byte> WritableBytes<T>(ref T value)
        where T : unmanaged =>
        MemoryMarshal.AsBytes(new Span<T>(ref value));
}
