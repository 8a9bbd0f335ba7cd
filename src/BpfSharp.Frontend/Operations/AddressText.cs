using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace BpfSharp.Frontend.Operations;

/// <summary>Texts of addresses and networks as the runtime reads them, and the bytes that they stand for; or why they stand for none.</summary>
internal static class AddressText
{
    private static readonly Dictionary<string, (string What, Reader Read)> s_formats = new(StringComparer.Ordinal)
    {
        ["ipv4"] = ("an IPv4 address", ReadIpv4),
        ["ipv6"] = ("an IPv6 address", ReadIpv6),
        ["ethernet"] = ("an Ethernet address", ReadEthernet),
        ["ipv4/prefix"] = ("an IPv4 network", static (string text, out string reason) => ReadPrefix(text, ReadIpv4, out reason)),
        ["ipv6/prefix"] = ("an IPv6 network", static (string text, out string reason) => ReadPrefix(text, ReadIpv6, out reason)),
    };

    private delegate byte[]? Reader(string text, out string reason);

    /// <param name="what">What the text should be; empty for a format that this compiler does not know.</param>
    /// <param name="reason">Why it is not; empty where it is.</param>
    /// <returns>The bytes in memory, or null.</returns>
    public static byte[]? Read(string format, string text, out string what, out string reason)
    {
        reason = what = "";
        if (!s_formats.TryGetValue(format, out (string What, Reader Read) row))
            return null;
        what = row.What;
        return row.Read(text, out reason);
    }

    private static byte[]? ReadIpv4(string text, out string reason)
    {
        string[] parts = text.Split('.');
        reason = parts.Length == 4 ? "" : "it has no four numbers with dots between them";
        var bytes = new byte[4];
        for (int i = 0; i < 4 && reason.Length == 0; i++)
        {
            if (parts[i].Length == 0 || !parts[i].All(static c => c is >= '0' and <= '9'))
                reason = $"'{parts[i]}' is no number";
            else if (parts[i].Length > 1 && parts[i][0] == '0')
                reason = $"'{parts[i]}' has a leading zero, which some programs take for octal";
            else if (!byte.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[i]))
                reason = $"{parts[i]} is above 255";
        }

        return reason.Length == 0 ? bytes : null;
    }

    private static byte[]? ReadIpv6(string text, out string reason)
    {
        reason = text.IndexOfAny(new[] { '[', ']', '%' }) >= 0 ? "it has a scope, or brackets" : "";
        if (reason.Length == 0 && !(IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6 && text.IndexOf('/') < 0))
            reason = "it has not the form of RFC 4291";
        return reason.Length == 0 ? IPAddress.Parse(text).GetAddressBytes() : null;
    }

    private static byte[]? ReadEthernet(string text, out string reason)
    {
        reason = text.Length == 17 && text[2] is ':' or '-' ? "" : "it has no six pairs of hexadecimal digits with colons or hyphens between them";
        var bytes = new byte[6];
        for (int i = 0; i < 6 && reason.Length == 0; i++)
        {
            string pair = text.Substring(i * 3, 2);
            if (i > 0 && text[(i * 3) - 1] != text[2])
                reason = "it has colons and hyphens";
            else if (!byte.TryParse(pair, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
                reason = $"'{pair}' is no pair of hexadecimal digits";
        }

        return reason.Length == 0 ? bytes : null;
    }

    // Length as a number of this machine, then the address: the key of an LPM trie.
    private static byte[]? ReadPrefix(string text, Reader read, out string reason)
    {
        int slash = text.IndexOf('/');
        if (read(slash < 0 ? text : text.Substring(0, slash), out reason) is not { } address)
            return null;
        int bits = address.Length * 8;
        string digits = slash < 0 ? bits.ToString(CultureInfo.InvariantCulture) : text.Substring(slash + 1);
        if ((digits.Length > 1 && digits[0] == '0') || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length > bits)
        {
            reason = $"its length '{digits}' is no number from 0 to {bits}";
            return null;
        }

        for (int i = length; i < bits; i++)
        {
            if ((address[i / 8] & (0x80 >> (i % 8))) != 0)
                reason = $"it has bits beyond the length {length}";
        }

        return reason.Length == 0 ? new[] { (byte)length, (byte)0, (byte)0, (byte)0 }.Concat(address).ToArray() : null;
    }
}
