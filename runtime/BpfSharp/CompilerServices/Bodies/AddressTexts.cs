using System.ComponentModel;
using System.Runtime.CompilerServices;
using BpfSharp.Protocols;

namespace BpfSharp.CompilerServices.Bodies;

/// <summary>Addresses as text, for the trace pipe: the kernel's own <c>%pI6</c> writes all zeros out, and its short form <c>%pI6c</c> is not for programs (<c>bpf_bprintf_prepare</c>).</summary>
/// <remarks>Without branches: each would be another way, with another length of the text, for the verifier to walk. What is not there is written too, and then written over.</remarks>
[BpfFunction]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class AddressTexts
{
    private const int Groups = 8;

    // The last two, where a dotted quad stands in their place.
    private const uint QuadGroups = 0xc0;

    /// <summary>What <c>Ipv6Address.ToString</c> gives: RFC 5952, with the last four bytes as a dotted quad where .NET writes them so.</summary>
    /// <param name="address">The address.</param>
    /// <param name="text">Becomes the text, in ASCII, with a zero behind it.</param>
    public static void Write(in Ipv6Address address, ref AddressText text) =>
        Write(((ulong)address.Word0 << 32) | address.Word1, ((ulong)address.Word2 << 32) | address.Word3, ref text);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(ulong high, ulong low, ref AddressText text)
    {
        uint hasQuad = HasQuad(high, low);
        uint hidden = hasQuad * QuadGroups;
        uint gap = Gap(Zeros(high, low) & ~hidden);
        uint colons = Colons(gap) & ~(hasQuad << (Groups - 1));
        uint shown = ~(gap | hidden);
        uint position = 0;
        for (int i = 0; i < Groups; i++)
        {
            Put(ref text, position, ':');
            position += (colons >> i) & 1;
            position += PutHexadecimal(ref text, position, Group(high, low, i)) * ((shown >> i) & 1);
        }

        for (int i = 0; i < 4; i++)
        {
            position += PutDecimal(ref text, position, (uint)(low >> (24 - (8 * i))) & 0xff) * hasQuad;
            Put(ref text, position, '.');
            position += hasQuad;
        }

        // The last point goes again.
        Put(ref text, position - hasQuad, '\0');
    }

    // Mapped and compatible addresses, SIIT (RFC 2765) and ISATAP (RFC 5214), as .NET sees them.
    private static uint HasQuad(ulong high, ulong low)
    {
        uint middle = (uint)(low >> 32);
        uint isEmbedded = IsZero((uint)high | (uint)(high >> 32)) & (IsZero((uint)low >> 16) ^ 1);
        return IsZero(middle ^ 0x5efe) | (isEmbedded & (IsZero(middle) | IsZero(middle ^ 0xffff) | IsZero(middle ^ 0xffff0000)));
    }

    // Bit i: group i is zero.
    private static uint Zeros(ulong high, ulong low)
    {
        uint zeros = 0;
        for (int i = 0; i < Groups; i++)
            zeros |= IsZero(Group(high, low, i)) << i;
        return zeros;
    }

    // The groups of the first of the longest runs of at least two zeros. A bit of 'runs' stands where a run of 'size' begins.
    private static uint Gap(uint zeros)
    {
        uint runs = zeros;
        uint longest = 0;
        uint groups = 1;
        for (int size = 1; size < Groups; size++)
        {
            runs &= zeros >> size;
            uint isThere = IsZero(runs) ^ 1;
            longest = (runs * isThere) | (longest * (isThere ^ 1));
            groups |= isThere << size;
        }

        return (longest & (uint)-(int)longest) * groups;
    }

    // Two for the gap, before its first group and in the place of its last one; between others one.
    private static uint Colons(uint gap)
    {
        uint isBehindGap = gap << 1;
        uint isBeforeEnd = gap >> 1;
        return (~gap & ~isBehindGap & ~1u) | (gap & ~(isBehindGap & isBeforeEnd));
    }

    private static uint Group(ulong high, ulong low, int index) => (uint)((index < 4 ? high : low) >> (48 - (16 * (index & 3)))) & 0xffff;

    // Gives the digits; four are written.
    private static uint PutHexadecimal(ref AddressText text, uint position, uint group)
    {
        uint digits = 1 + IsMore(group, 0xf) + IsMore(group, 0xff) + IsMore(group, 0xfff);
        uint left = group << (int)(16 - (4 * digits));
        for (int i = 0; i < 4; i++)
        {
            uint digit = (left >> (12 - (4 * i))) & 15;
            Put(ref text, position + (uint)i, (char)('0' + digit + (IsMore(digit, 9) * ('a' - '0' - 10))));
        }

        return digits;
    }

    // Gives the digits; three are written.
    private static uint PutDecimal(ref AddressText text, uint position, uint number)
    {
        uint digits = 1 + IsMore(number, 9) + IsMore(number, 99);
        uint left = ((number / 100) | (number / 10 % 10 << 8) | (number % 10 << 16)) >> (int)(24 - (8 * digits));
        for (int i = 0; i < 3; i++)
            Put(ref text, position + (uint)i, (char)('0' + ((left >> (8 * i)) & 15)));
        return digits;
    }

    private static void Put(ref AddressText text, uint position, char character) => text[(int)(position & (AddressText.Length - 1))] = (byte)character;

    // 1 or 0, by the sign of the difference. Of numbers below 2^31.
    private static uint IsMore(uint number, uint other) => (other - number) >> 31;

    private static uint IsZero(uint number) => ((number | (uint)-(int)number) >> 31) ^ 1;
}
