using System.Collections;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Objects.Model;
using DdosPipeline.Classic;
using DdosPipeline.Language;

namespace DdosPipeline.Compilation;

/// <summary>Makes map entries of signatures: a table for each field that some signature looks at, and what the tables leave open.</summary>
internal static class SetCompiler
{
    private const ulong NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Compiles a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="counterOf">The number of the counter of a signature.</param>
    /// <param name="problems">Takes what can't be compiled.</param>
    public static CompiledSet Compile(SignatureFile file, System.Func<Signature, uint> counterOf, List<SignatureProblem> problems)
    {
        Signature[] signatures = [.. file.Signatures.Where(static s => s.Bytecode is null)];
        var words = new WordChoice(signatures);
        var blocks = new List<SetBlock> { default };
        var head = default(SetHead);
        uint headVectors = 0;
        head.All = Vector(new BitArray(signatures.Length, defaultValue: true));
        head.Needs = Needs(signatures, words);
        if (words.Count > 0)
            head.FirstWord = words[0];
        if (words.Count > 1)
            head.SecondWord = words[1];
        for (var field = PacketField.Kind; field < PacketField.Count; field++)
        {
            IReadOnlyList<ValueRange>?[] allowed = [.. signatures.Select(s => FieldConditions.Of(s, field, words))];
            if (allowed.All(static a => a is null))
                continue;
            var classes = new FieldClasses(allowed);
            if (classes.Vectors.Count > SetBlock.VectorBlocks * SetBlock.VectorsInBlock)
                problems.Add(new SignatureProblem(signatures[^1].Line, 1, $"the signatures tell {classes.Vectors.Count} kinds of {field} apart, at most {SetBlock.VectorBlocks * SetBlock.VectorsInBlock} fit"));
            else
                head.Fields[(int)head.FieldCount++] = Append(field, classes, blocks, ref head, ref headVectors);
        }

        SetBlock first = default;
        first.Head = head;
        blocks[0] = first;
        return new CompiledSet([.. blocks], [.. signatures.Select(s => Entry(s, counterOf(s), words))], Bytecode(file, counterOf, problems));
    }

    private static SetNeeds Needs(Signature[] signatures, WordChoice words)
    {
        SetNeeds needs = words.Count switch
        {
            0 => SetNeeds.None,
            1 => SetNeeds.FirstWord,
            _ => SetNeeds.FirstWord | SetNeeds.SecondWord,
        };
        if (signatures.Any(static s => s.Source is not null || s.Destination is not null))
            needs |= SetNeeds.Addresses;
        return signatures.Any(static s => s.Options is not null || s.Fields.ContainsKey(PacketField.MaximumSegment)) ? needs | SetNeeds.TcpOptions : needs;
    }

    private static FieldTable Append(PacketField field, FieldClasses classes, List<SetBlock> blocks, ref SetHead head, ref uint headVectors)
    {
        var table = new FieldTable { Field = field, ClassBlock = (uint)blocks.Count, VectorBlock = (uint)blocks.Count + SetBlock.ClassBlocks };
        for (int i = 0; i < SetBlock.ClassBlocks; i++)
        {
            var block = default(SetBlock);
            for (int j = 0; j < SetBlock.ClassesInBlock; j++)
                block.Classes[j] = classes.OfValue[(i * SetBlock.ClassesInBlock) + j];
            blocks.Add(block);
        }

        if (classes.Vectors.Count <= SetHead.MostVectors - headVectors)
        {
            table.VectorsInHead = (uint)classes.Vectors.Count;
            table.HeadVector = headVectors;
            foreach (BitArray vector in classes.Vectors)
                head.Vectors[(int)headVectors++] = Vector(vector);
            return table;
        }

        for (int i = 0; i < classes.Vectors.Count; i += SetBlock.VectorsInBlock)
        {
            var block = default(SetBlock);
            for (int j = 0; j < SetBlock.VectorsInBlock && i + j < classes.Vectors.Count; j++)
                block.Vectors[j] = Vector(classes.Vectors[i + j]);
            blocks.Add(block);
        }

        return table;
    }

    private static SignatureVector Vector(BitArray bits)
    {
        ulong[] words = new ulong[4];
        for (int i = 0; i < bits.Length; i++)
            words[i / 64] |= bits[i] ? 1ul << (i % 64) : 0;
        return new SignatureVector { A = words[0], B = words[1], C = words[2], D = words[3] };
    }

    private static SignatureEntry Entry(Signature signature, uint counter, WordChoice words)
    {
        var entry = new SignatureEntry
        {
            Counter = counter,
            Action = signature.Action,
            Method = signature.Method,
            HasOptions = signature.Options is null ? 0u : 1u,
            Options = signature.Options ?? 0,
        };
        if (signature.Rate is { } rate)
        {
            entry.RateInterval = NanosecondsPerSecond / rate.PerSecond;
            entry.RateBurst = NanosecondsPerSecond;
            entry.RatePerSource = rate.PerSource ? 1u : 0u;
        }

        PatternWriter.Write(signature, words, ref entry);
        if (entry.PatternCount == 0)
            entry.Patterns[0].End = 1; // matches all: no bits of the IP header's first byte
        entry.IsSimple = entry is { PatternCount: <= 1, HasOptions: 0, Method: MethodSignature.None, RateInterval: 0 } ? 1u : 0u;
        return entry;
    }

    private static BpfProgramImage? Bytecode(SignatureFile file, System.Func<Signature, uint> counterOf, List<SignatureProblem> problems)
    {
        Signature[] signatures = [.. file.Signatures.Where(static s => s.Bytecode is not null)];
        if (signatures.Length == 0)
            return null;
        BpfProgramImage image = BytecodeProgram.Make([.. signatures.Select(s => (s.Bytecode!, ((long)s.Action << 32) | counterOf(s)))]);
        if (image.Instructions.Count > BytecodeProgram.MostInstructions)
            problems.Add(new SignatureProblem(signatures[^1].Line, 1, $"all bytecode comes to {image.Instructions.Count} instructions, at most {BytecodeProgram.MostInstructions} fit"));
        return image;
    }
}
