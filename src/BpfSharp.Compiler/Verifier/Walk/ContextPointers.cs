using System;
using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>Context fields that are pointers in the verifier's eyes (<c>is_valid_access</c> of the program types).</summary>
internal static class ContextPointers
{
    private static readonly (string Kind, int Offset, RegisterKind Pointer)[] s_rows =
    {
        // struct xdp_md
        ("xdp", 0, RegisterKind.Packet),
        ("xdp", 4, RegisterKind.PacketEnd),
        ("xdp", 8, RegisterKind.PacketMeta),

        // struct __sk_buff
        ("tc", 76, RegisterKind.Packet),
        ("tc", 80, RegisterKind.PacketEnd),
        ("tc", 140, RegisterKind.PacketMeta),
        ("tc", 168, RegisterKind.SocketCommon),
    };

    public static bool TryGet(string kind, int offset, out RegisterKind pointer)
    {
        // Actions see the same context as classifiers.
        string name = kind == "act" ? "tc" : kind;
        foreach ((string rowKind, int rowOffset, RegisterKind rowPointer) in s_rows)
        {
            if (rowOffset == offset && string.Equals(rowKind, name, StringComparison.Ordinal))
            {
                pointer = rowPointer;
                return true;
            }
        }

        pointer = RegisterKind.None;
        return false;
    }
}
