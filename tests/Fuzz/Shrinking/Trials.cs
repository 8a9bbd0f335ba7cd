using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Compiler.Testing;
using BpfSharp.Fuzz.Running;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>Whether smaller programs still fail as the first one did: many at once, for Roslyn's sake.</summary>
internal sealed partial class Trials(string target, int seed, string wanted, int cpu, CompilationHooks? hooks)
{
    /// <summary>Programs compiled so far.</summary>
    public int Count { get; private set; }

    /// <summary>What kind of failure it is: differences are alike, refusals differ by the verifier's words without numbers.</summary>
    public static string KindOf(Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.Refused => "refused: " + Numbers().Replace(FirstLine(outcome.Text), "N"),
        OutcomeKind.Crashed => "crashed: " + Numbers().Replace(FirstLine(outcome.Text), "N"),
        var kind => kind.ToString(),
    };

    /// <param name="texts">Self-contained classes, see <see cref="SelfContained"/>.</param>
    /// <returns>For each: whether it fails in the wanted way.</returns>
    public bool[] Fail(IReadOnlyList<string> texts, byte[][] packets)
    {
        Count += texts.Count;
        ProgramSource[] sources = [.. texts.Select((t, i) => SelfContained.Numbered(t, i, seed))];
        using Batch batch = Batch.CompileDoubtful(sources, target, hooks);
        return [.. sources.Select(s => !batch.Invalid.ContainsKey(s.Name) && !batch.NotCompiled.ContainsKey(s.Name)
            && KindOf(Trial.Run(batch.Assembly!, s, packets, cpu)) == wanted)];
    }

    /// <returns>For each list of packets: whether the program fails on it.</returns>
    public bool[] Fail(string text, IReadOnlyList<byte[][]> packets)
    {
        ProgramSource source = SelfContained.Numbered(text, 0, seed);
        using Batch batch = Batch.CompileDoubtful([source], target, hooks);
        return [.. packets.Select(p => batch.Assembly is { } assembly && KindOf(Trial.Run(assembly, source, p, cpu)) == wanted)];
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Split("\nVerifier")[0];

    [GeneratedRegex(@"-?\b(0x[0-9a-f]+|\d+)\b|\bR\d+\S*")]
    private static partial Regex Numbers();
}
