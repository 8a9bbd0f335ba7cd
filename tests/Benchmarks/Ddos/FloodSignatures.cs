using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DdosPipeline;
using DdosPipeline.Classic;
using DdosPipeline.Language;

namespace BpfSharp.Benchmarks.Ddos;

/// <summary>The same signatures in all languages: each a UDP port and four bytes at the start of the payload. The flood's packets match one each, in turns.</summary>
internal sealed class FloodSignatures
{
    private const uint FirstPort = 1_000;
    private const uint Step = 7;
    private const uint Mark = 0xddb05000;

    public FloodSignatures(int count)
    {
        Count = count;
        (uint Port, uint Mark)[] all = [.. Enumerable.Range(0, count).Select(static i => (FirstPort + ((uint)i * Step), Mark + (uint)i))];
        Text = string.Join('\n', all.Select(static (s, i) => string.Create(CultureInfo.InvariantCulture, $"drop s{i} ipv4 udp port {s.Port} payload 0 {s.Mark:x8}")));
        Bytecode = [.. SignatureText.Parse(Text).File.Signatures.Select(static s => SignatureBytecode.Of(s) ?? throw new InvalidOperationException($"'{s.Name}' can't be said as bytecode"))];
        Nftables = [.. all.Select(static s => string.Create(CultureInfo.InvariantCulture, $"udp dport {s.Port} @th,64,32 0x{s.Mark:x8} counter drop"))];
        Packets = [.. all.Select(static s => new FloodPacket { Port = s.Port, Payload = BinaryPrimitives.ReverseEndianness(s.Mark) })];
    }

    public int Count { get; }

    public string Text { get; }

    public IReadOnlyList<ClassicProgram> Bytecode { get; }

    public string BytecodeText => string.Join('\n', Bytecode.Select(static (b, i) => $"drop s{i} bytecode {b}"));

    /// <summary>Rules behind the names of table and chain.</summary>
    public IReadOnlyList<string> Nftables { get; }

    public FloodPacket[] Packets { get; }
}
