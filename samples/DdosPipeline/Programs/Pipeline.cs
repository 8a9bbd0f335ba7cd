using BpfSharp;
using BpfSharp.Protocols;

namespace DdosPipeline;

/// <summary>Drops what signatures match. A set of signatures is one map; the packet looks for it once, and so meets one set only.</summary>
[BpfLicense("GPL")]
public static partial class Pipeline
{
    private const uint Current = 0;
    private const uint None = uint.MaxValue;

    private static readonly ArrayOfMaps<ArrayMap<SetBlock>> Sets = new(maxEntries: 1, new(maxEntries: SetBlock.MostBlocks));

    // Two halves: that of the set in use, and that of the next one.
    private static readonly ArrayMap<SignatureEntry> Signatures = new(maxEntries: 2 * SignatureVector.Signatures);

    // What is read of the packet lies in a map: of that the verifier keeps no values, and so need not walk all ways of reading through all that follows.
    private static readonly PerCpuArrayMap<PacketFields> Scratch = new(maxEntries: 1);

    // Entry 0 decides what bytecode has found; user space puts the bytecode of sets into the others.
    private static readonly XdpProgramArrayMap Stages = new(maxEntries: 3, programs: [nameof(DecideBytecode)]);

    /// <summary>XDP: the first signature that matches decides; bytecode comes after all others.</summary>
    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Filter(XdpContext ctx)
    {
        if (Sets.Find(Current) is not { } set || !set.TryGetRef(0, out Ref<SetBlock> first))
            return XdpAction.Pass;
        ref SetHead head = ref first.Value.Head;
        if (head.FieldCount == 0 && head.All.A == 0)
            return AskBytecode(ctx, head.BytecodeStage); // there is no signature but bytecode
        if (!Scratch.TryGetRef(Current, out Ref<PacketFields> scratch))
            return XdpAction.Pass;
        ref PacketFields packet = ref scratch.Value;
        if (!FieldReader.Read(ctx, in head, ref packet))
            return XdpAction.Pass;
        SignatureVector left = head.All;
        for (uint i = 0; i < head.FieldCount && i < (uint)PacketField.Count; i++)
        {
            FieldTable table = head.Fields[(int)i];
            uint value = packet.Values[(int)((uint)table.Field & 15)];
            uint found = 0; // the class of packets without that field
            if (value < PacketFields.Absent)
            {
                if (!set.TryGetRef(table.ClassBlock + (value >> 12), out Ref<SetBlock> classes))
                    return XdpAction.Pass;
                found = classes.Value.Classes[(int)(value & 0xfff)];
            }

            if (found < table.VectorsInHead)
            {
                Keep(ref left, in head.Vectors[(int)((table.HeadVector + found) % SetHead.MostVectors)]);
            }
            else
            {
                if (!set.TryGetRef(table.VectorBlock + (found >> 8), out Ref<SetBlock> vectors))
                    return XdpAction.Pass;
                Keep(ref left, in vectors.Value.Vectors[(int)(found & 0xff)]);
            }

            if ((left.A | left.B | left.C | left.D) == 0)
                break;
        }

        if ((left.A | left.B | left.C | left.D) == 0)
            return AskBytecode(ctx, head.BytecodeStage);
        // Most signatures are told by the tables and one piece of bytes at most.
        uint firstEntry = head.FirstEntry, bytecode = head.BytecodeStage;
        if (Signatures.TryGetRef(firstEntry + First(in left), out Ref<SignatureEntry> only) && only.Value.IsSimple != 0 && Matches(ctx, in packet, in only.Value.Patterns[0]))
            return Decide(ctx, only.Value.Counter, only.Value.Action);
        packet.Candidates = left;
        uint matched = FindMatch(ctx, in packet, ref packet.Candidates, firstEntry);
        return matched == None ? AskBytecode(ctx, bytecode) : Decide(ctx, matched);
    }

    private static uint FindMatch(XdpContext ctx, in PacketFields packet, ref SignatureVector candidates, uint firstEntry)
    {
        while ((candidates.A | candidates.B | candidates.C | candidates.D) != 0)
        {
            uint index = firstEntry + TakeFirst(ref candidates);
            if (Signatures.TryGetRef(index, out Ref<SignatureEntry> entry) && Matches(ctx, in packet, in entry.Value))
                return index;
        }

        return None;
    }

    private static XdpAction AskBytecode(XdpContext ctx, uint stage) => stage == 0 ? XdpAction.Pass : Stages.TailCall(ctx, stage, otherwise: XdpAction.Pass);

    private static void Keep(ref SignatureVector candidates, in SignatureVector allowed)
    {
        candidates.A &= allowed.A;
        candidates.B &= allowed.B;
        candidates.C &= allowed.C;
        candidates.D &= allowed.D;
    }

    private static uint First(in SignatureVector candidates)
    {
        if (candidates.A != 0)
            return (uint)System.Numerics.BitOperations.TrailingZeroCount(candidates.A);
        if (candidates.B != 0)
            return 64 + (uint)System.Numerics.BitOperations.TrailingZeroCount(candidates.B);
        return candidates.C != 0
            ? 128 + (uint)System.Numerics.BitOperations.TrailingZeroCount(candidates.C)
            : 192 + (uint)System.Numerics.BitOperations.TrailingZeroCount(candidates.D);
    }

    private static uint TakeFirst(ref SignatureVector candidates)
    {
        uint first = First(in candidates);
        if (candidates.A != 0)
            candidates.A &= candidates.A - 1;
        else if (candidates.B != 0)
            candidates.B &= candidates.B - 1;
        else if (candidates.C != 0)
            candidates.C &= candidates.C - 1;
        else
            candidates.D &= candidates.D - 1;
        return first;
    }

    private static bool Matches(XdpContext ctx, in PacketFields packet, in SignatureEntry entry)
    {
        for (uint i = 0; i < entry.PatternCount && i < SignatureEntry.MostPatterns; i++)
        {
            if (!Matches(ctx, in packet, in entry.Patterns[(int)i]))
                return false;
        }

        return (entry.HasOptions == 0 || entry.Options == packet.Options)
            && (entry.Method == MethodSignature.None || MethodSignatures.Matches(ctx, entry.Method, in packet))
            && (entry.RateInterval == 0 || IsAboveRate(ctx, in packet, in entry));
    }

    private static bool Matches(XdpContext ctx, in PacketFields packet, in BytePattern pattern)
    {
        uint place = packet.Places[(int)((uint)pattern.Place & 3)];
        uint end = place + pattern.End;
        return place < PacketFields.Absent && end <= packet.End
            && ctx.Packet.TryHeader((int)end - sizeof(ulong), out Ref<ulong> bytes) && (bytes.Value & pattern.Mask) == pattern.Value;
    }
}
