using System;
using System.Collections.Generic;
using System.Text;
using BpfSharp.Loader;
using BpfSharp.Loader.Netlink;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Fuzz.Parsers;

/// <summary>All that the loader reads and has not written itself.</summary>
internal static class ParserTable
{
    /// <param name="objects">Objects as the compiler makes them.</param>
    public static IReadOnlyList<Parser> Rows(IReadOnlyList<byte[]> objects) =>
    [
        new("ELF", objects, static b => BpfObjectReader.Read(b), typeof(BpfObjectFormatException)),
        new("object before it is loaded", objects, static b => new BpfUnloadedObject(b, "C"), typeof(BpfObjectException)),
        new("BTF", SeedInputs.BtfOf(objects), static b => BtfReader.Read(b), typeof(BpfObjectFormatException)),
        new("verifier log", SeedInputs.Logs, ReadLog),
        new("netlink reply", SeedInputs.Datagrams, static b => new NetlinkReply().Add(b, SeedInputs.Sequence)),
        new("netlink attributes", SeedInputs.Payloads, ReadAttributes),
        new("netlink interface", SeedInputs.Payloads, static b => NetworkInterface.Decode(b)),
        new("netlink filter", SeedInputs.Payloads, static b => BpfFilters.Decode(b)),
        new("instructions", objects, ReadInstructions),
    ];

    private static void ReadLog(byte[] bytes)
    {
        string log = Encoding.UTF8.GetString(bytes);
        BpfLineInfo[] lines = [new BpfLineInfo(0, "a.cs", "x();", 3, 5), new BpfLineInfo(7, "a.cs", "y();", 4, 1)];
        VerifierLog.Read(log, lines);
        VerifierLog.Tail(log, 20);
    }

    private static void ReadAttributes(byte[] bytes)
    {
        var attributes = new NetlinkAttributes(bytes);
        foreach (NetlinkAttribute attribute in attributes)
            attributes.Text(attribute.Type);
        XdpState.Decode(attributes.Nested(LinkAttribute.Xdp));
    }

    private static void ReadInstructions(byte[] bytes)
    {
        for (int at = 0; at + BpfInstruction.Size <= bytes.Length && at < 4096; at += BpfInstruction.Size)
        {
            var instruction = new BpfInstruction(
                bytes[at], (byte)(bytes[at + 1] & 15), (byte)(bytes[at + 1] >> 4), BitConverter.ToInt16(bytes, at + 2), BitConverter.ToInt32(bytes, at + 4));
            BpfDisassembler.Format(instruction);
        }
    }
}
