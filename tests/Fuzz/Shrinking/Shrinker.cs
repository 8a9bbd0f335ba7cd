using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Testing;
using BpfSharp.Fuzz.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>Makes a failing program and its packets as small as they get while it fails in the same way.</summary>
internal sealed class Shrinker
{
    private const int ChunkSize = 32;

    private readonly Trials _trials;
    private readonly DateTime _deadline;
    private byte[][] _packets;
    private string _text;

    private Shrinker(ProgramSource source, Outcome outcome, string target, int cpu, CompilationHooks? hooks, TimeSpan limit)
    {
        _trials = new Trials(target, source.Seed, Trials.KindOf(outcome), cpu, hooks);
        _deadline = DateTime.UtcNow + limit;
        _text = SelfContained.Of(source);
        _packets = outcome.Packets;
    }

    /// <param name="outcome">Of the whole program: what is to stay.</param>
    /// <param name="cpu">The one that this thread is bound to.</param>
    /// <param name="hooks">What the program was compiled with.</param>
    /// <param name="limit">What is reached by then is taken.</param>
    /// <returns>Null where the failure can't be repeated.</returns>
    public static Shrunk? Run(ProgramSource source, Outcome outcome, string target, int cpu, CompilationHooks? hooks, TimeSpan limit)
    {
        var shrinker = new Shrinker(source, outcome, target, cpu, hooks, limit);
        if (!shrinker._trials.Fail([shrinker._text], shrinker._packets)[0])
            return null;
        shrinker.ShrinkPackets();
        while (shrinker.ShrinkText())
        {
        }

        shrinker.ShrinkPackets();
        return new Shrunk(Layout.Tidy(shrinker._text), shrinker._packets, source.Seed, shrinker._trials.Count);
    }

    private bool IsLate => DateTime.UtcNow > _deadline;

    private bool ShrinkText()
    {
        bool smaller = false;
        int skip = 0;
        while (!IsLate)
        {
            IReadOnlyList<Edit> edits = Edits.Of(Parsed.Model(_text));
            Edit[] chunk = [.. edits.Skip(skip).Take(ChunkSize)];
            if (chunk.Length == 0)
                break;
            string[] texts = [.. chunk.Select(e => Apply([e]))];
            bool[] fails = _trials.Fail(texts, _packets);
            Edit[] good = [.. chunk.Where((_, i) => fails[i])];
            skip += ChunkSize - good.Length;
            if (good.Length == 0)
                continue;
            smaller = true;
            _text = Combine(good);
        }

        return smaller;
    }

    // All that work alone, if they work together; otherwise the half with the most gain, and so on.
    private string Combine(Edit[] good)
    {
        for (int take = good.Length; take > 1; take /= 2)
        {
            List<Edit> apart = [];
            foreach (Edit edit in good.Take(take))
            {
                if (!apart.Exists(e => e.Span.IntersectsWith(edit.Span)))
                    apart.Add(edit);
            }

            string text = Apply(apart);
            if (apart.Count > 1 && _trials.Fail([text], _packets)[0])
                return text;
        }

        return Apply([good[0]]);
    }

    private string Apply(IReadOnlyList<Edit> edits) =>
        SourceText.From(_text).WithChanges(edits.OrderBy(static e => e.Span.Start).Select(static e => new TextChange(e.Span, e.Text))).ToString();

    private void ShrinkPackets()
    {
        for (bool smaller = true; smaller && !IsLate;)
        {
            IReadOnlyList<byte[][]> candidates = PacketCuts.Of(_packets);
            bool[] fails = _trials.Fail(_text, candidates);
            int first = Array.IndexOf(fails, true);
            smaller = first >= 0;
            if (smaller)
                _packets = candidates[first];
        }
    }
}
