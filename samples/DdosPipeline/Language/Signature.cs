using System.Collections.Generic;
using BpfSharp.Protocols;
using DdosPipeline.Classic;

namespace DdosPipeline.Language;

/// <summary>A line of a signature file.</summary>
/// <param name="Line">Where it stands, from 1.</param>
/// <param name="Action">What becomes of packets that match.</param>
/// <param name="Name">Its name, of which there is one only.</param>
public sealed record Signature(int Line, SignatureAction Action, string Name)
{
    /// <summary>Null: either family.</summary>
    public bool? IsV6 { get; set; }

    public IpProtocol? Protocol { get; set; }

    /// <summary>True: fragments only.</summary>
    public bool Fragment { get; set; }

    /// <summary>Conditions on one field each, but for kinds and addresses.</summary>
    public Dictionary<PacketField, IReadOnlyList<ValueRange>> Fields { get; } = [];

    /// <summary>The order of TCP options; null: any.</summary>
    public ulong? Options { get; set; }

    public AddressCondition? Source { get; set; }

    public AddressCondition? Destination { get; set; }

    public List<ByteCondition> Bytes { get; } = [];

    public RateLimit? Rate { get; set; }

    public MethodSignature Method { get; set; }

    /// <summary>Bytecode instead of all conditions.</summary>
    public ClassicProgram? Bytecode { get; set; }
}
