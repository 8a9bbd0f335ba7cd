using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace BpfSharp.CompilerServices.Bodies;

/// <summary>Room for the text of an IPv6 address (45 characters at most: RFC 4291's six groups and a dotted quad) and the zero behind it.</summary>
[InlineArray(Length)]
[EditorBrowsable(EditorBrowsableState.Never)]
public struct AddressText
{
    /// <summary>A power of two, so that a masked position is in it.</summary>
    public const int Length = 64;

    private byte _first;
}
