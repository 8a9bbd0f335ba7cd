using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Protocols;
using DdosPipeline.Classic;

namespace DdosPipeline.Language;

/// <summary>Reads conditions: each begins with a word of <see cref="s_words"/>.</summary>
internal static class ConditionWords
{
    private const uint MostOffset = 1_400;
    private const uint MostPerSecond = 1_000_000_000;

    private static readonly Dictionary<string, Action<Signature, Word, WordReader>> s_words = new(StringComparer.Ordinal)
    {
        ["ipv4"] = static (s, _, _) => s.IsV6 = false,
        ["ipv6"] = static (s, _, _) => s.IsV6 = true,
        ["tcp"] = static (s, _, _) => s.Protocol = IpProtocol.Tcp,
        ["udp"] = static (s, _, _) => s.Protocol = IpProtocol.Udp,
        ["icmp"] = static (s, _, _) => s.Protocol = IpProtocol.Icmp,
        ["icmpv6"] = static (s, _, _) => s.Protocol = IpProtocol.Icmpv6,
        ["protocol"] = static (s, w, r) => s.Protocol = (IpProtocol)r.Next(w, "protocol N").Number("a protocol", 0, byte.MaxValue),
        ["fragment"] = static (s, _, _) => s.Fragment = true,
        ["from"] = static (s, w, r) => s.Source = Network(r.Next(w, "from NETWORK")),
        ["to"] = static (s, w, r) => s.Destination = Network(r.Next(w, "to NETWORK")),
        ["port"] = Field(PacketField.DestinationPort, "port N or N-M", "a port", ushort.MaxValue),
        ["source-port"] = Field(PacketField.SourcePort, "source-port N or N-M", "a port", ushort.MaxValue),
        ["length"] = Field(PacketField.Length, "length N or N-M", "a number of bytes", ushort.MaxValue),
        ["ttl"] = Field(PacketField.TimeToLive, "ttl N or N-M", "a time to live", byte.MaxValue),
        ["window"] = Field(PacketField.Window, "window N or N-M", "a window", ushort.MaxValue),
        ["mss"] = Field(PacketField.MaximumSegment, "mss N or N-M", "a segment's size", ushort.MaxValue),
        ["flags"] = static (s, w, r) => Add(s, w, PacketField.TcpFlags, FlagWords.Read(r.Next(w, FlagWords.Form))),
        ["options"] = static (s, w, r) => s.Options = OptionWords.Read(r.Next(w, OptionWords.Form)),
        ["payload"] = static (s, w, r) => s.Bytes.Add(Bytes(PacketPlace.Payload, w, r)),
        ["transport"] = static (s, w, r) => s.Bytes.Add(Bytes(PacketPlace.Transport, w, r)),
        ["ip"] = static (s, w, r) => s.Bytes.Add(Bytes(PacketPlace.Network, w, r)),
        ["rate"] = Rate,
        ["method"] = static (s, w, r) => s.Method = Method(r.Next(w, "method NAME")),
        ["bytecode"] = static (s, w, r) => s.Bytecode = ClassicText.Read(r.Rest(w, "bytecode N,CODE JT JF K,...")),
    };

    public static void Read(Signature signature, Word word, WordReader rest)
    {
        if (word.IsQuoted || !s_words.TryGetValue(word.Text, out Action<Signature, Word, WordReader>? read))
            throw word.Wrong($"'{word.Text}' is no condition: {string.Join(", ", s_words.Keys)}");
        read(signature, word, rest);
    }

    private static Action<Signature, Word, WordReader> Field(PacketField field, string form, string what, uint most) =>
        (signature, word, rest) => Add(signature, word, field, [rest.Next(word, form).Range(what, 0, most)]);

    private static void Add(Signature signature, Word word, PacketField field, IReadOnlyList<ValueRange> values)
    {
        if (!signature.Fields.TryAdd(field, values))
            throw word.Wrong($"'{word.Text}' stands here twice");
    }

    private static AddressCondition Network(Word word)
    {
        if (Ipv4Prefix.TryParse(word.Text, CultureInfo.InvariantCulture, out Ipv4Prefix v4))
            return new AddressCondition(new Ipv6Prefix(Ipv6Address.FromWords(0, 0, 0xffff, v4.Address.HostOrder), v4.Length + 96), IsV6: false, word.Column);
        if (Ipv6Prefix.TryParse(word.Text, CultureInfo.InvariantCulture, out Ipv6Prefix v6))
            return new AddressCondition(v6, IsV6: true, word.Column);
        throw word.Wrong($"'{word.Text}' is no network: 10.0.0.0/8 or 2001:db8::/32");
    }

    private static ByteCondition Bytes(PacketPlace place, Word word, WordReader rest)
    {
        string form = $"{word.Text} OFFSET HEX or \"TEXT\"";
        uint offset = rest.Next(word, form).Number("an offset", 0, MostOffset);
        Word bytes = rest.Next(word, form);
        (byte[] value, byte[] mask) = ByteWords.Read(bytes);
        return new ByteCondition(place, offset, value, mask, bytes.Column);
    }

    private static void Rate(Signature signature, Word word, WordReader rest)
    {
        Word number = rest.Next(word, "rate N/s or rate N/s per source");
        if (!number.Text.EndsWith("/s", StringComparison.Ordinal))
            throw number.Wrong($"'{number.Text}' is no rate: 1000/s");
        uint perSecond = (number with { Text = number.Text[..^2] }).Number("a rate", 1, MostPerSecond);
        bool perSource = rest.Take("per");
        if (perSource && !rest.Take("source"))
            throw number.Wrong("this is 'rate N/s per source'");
        signature.Rate = new RateLimit(perSecond, perSource);
    }

    private static MethodSignature Method(Word word)
    {
        string[] names = [.. MethodNames.All.Keys];
        return MethodNames.All.TryGetValue(word.Text, out MethodSignature method) ? method : throw word.Wrong($"'{word.Text}' is no method: {string.Join(", ", names.Order())}");
    }
}
