using System.Linq;

namespace BpfSharp.Fuzz.Writing;

/// <summary>A C# primitive as the writer sees it.</summary>
internal sealed record PrimitiveType(string Name, int Bits, bool Signed, bool Numeric = true)
{
    public static readonly PrimitiveType Bool = new("bool", 8, false, Numeric: false);
    public static readonly PrimitiveType Int = new("int", 32, true);
    public static readonly PrimitiveType UInt = new("uint", 32, false);
    public static readonly PrimitiveType Long = new("long", 64, true);
    public static readonly PrimitiveType ULong = new("ulong", 64, false);
    public static readonly PrimitiveType Byte = new("byte", 8, false);
    public static readonly PrimitiveType SByte = new("sbyte", 8, true);
    public static readonly PrimitiveType Short = new("short", 16, true);
    public static readonly PrimitiveType UShort = new("ushort", 16, false);
    public static readonly PrimitiveType Char = new("char", 16, false);
    public static readonly PrimitiveType Kind = new("Kind", 8, false);
    public static readonly PrimitiveType Level = new("Level", 64, true);

    /// <summary>What expressions compute in.</summary>
    public static readonly PrimitiveType[] Wide = [Int, UInt, Long, ULong];

    public static readonly PrimitiveType[] Narrow = [Byte, SByte, Short, UShort, Char];

    public static readonly PrimitiveType[] Integers = [.. Wide, .. Narrow];

    public static readonly PrimitiveType[] All = [.. Integers, Bool, Kind, Level];

    public static readonly PrimitiveType[] Numbers = [.. Integers, Kind, Level];

    /// <summary>What packets and maps may hold: no bool.</summary>
    public static readonly PrimitiveType[] Memory = [.. Integers.Where(static t => t != Char), Kind];
}
