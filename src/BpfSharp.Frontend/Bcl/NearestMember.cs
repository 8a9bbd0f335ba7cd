using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary>For a member of the BCL that programs can't have: the one that they can have with the most similar name, of the same type if it has any.</summary>
internal static class NearestMember
{
    private static readonly Lazy<IReadOnlyList<Candidate>> s_candidates = new(static () =>
        BclTable.Ids.Select(Candidate.Of).OfType<Candidate>().OrderBy(static c => c.Id, StringComparer.Ordinal).ToArray());

    private static readonly Dictionary<string, string> s_keywords = new(StringComparer.Ordinal)
    {
        ["SByte"] = "sbyte",
        ["Byte"] = "byte",
        ["Int16"] = "short",
        ["UInt16"] = "ushort",
        ["Int32"] = "int",
        ["UInt32"] = "uint",
        ["Int64"] = "long",
        ["UInt64"] = "ulong",
        ["IntPtr"] = "nint",
        ["UIntPtr"] = "nuint",
        ["Boolean"] = "bool",
        ["Char"] = "char",
    };

    /// <returns>Null for members of other assemblies than the BCL's, and where nothing is near.</returns>
    public static string? Of(IMethodSymbol method)
    {
        if (!BclTable.IsOfBcl(method))
            return null;
        string name = MemberName(method.MetadataName);
        string type = method.ContainingType.Name;
        Candidate? best = null;
        int least = int.MaxValue;
        foreach (Candidate candidate in s_candidates.Value)
        {
            int distance = Distance(name, candidate.Member);
            if (candidate.Type != type)
            {
                // Of another type only what is called nearly the same.
                if (distance * 3 > name.Length)
                    continue;
                distance += 100 + Distance(type, candidate.Type);
            }

            // A first word in common: MaxMagnitude is nearer to Max than to other long names.
            int start = CommonStart(name, candidate.Member);
            distance -= start < 3 ? 0 : 2 * start;
            if (distance < least)
                (best, least) = (candidate, distance);
        }

        if (best is null)
            return null;
        string text = Keyword(best.Type) + "." + best.Member;
        return best.Member == name && best.Type == type ? text + best.Parameters : text;
    }

    private static string MemberName(string metadata)
    {
        string name = metadata.StartsWith("get_", StringComparison.Ordinal) || metadata.StartsWith("set_", StringComparison.Ordinal) ? metadata.Substring(4) : metadata;
        int tick = name.IndexOf('`');
        return tick < 0 ? name : name.Substring(0, tick);
    }

    private static string Keyword(string type) => s_keywords.TryGetValue(type, out string? keyword) ? keyword : type;

    private static int CommonStart(string first, string second) => first.Zip(second, static (a, b) => a == b).TakeWhile(static same => same).Count();

    // Insertions, deletions, exchanges of one letter.
    private static int Distance(string first, string second)
    {
        int[] row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (int i = 1; i <= first.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int above = row[j];
                int exchanged = diagonal + (char.ToLowerInvariant(first[i - 1]) == char.ToLowerInvariant(second[j - 1]) ? 0 : 1);
                row[j] = Math.Min(exchanged, Math.Min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }

        return row[second.Length];
    }

    private sealed record Candidate(string Id, string Type, string Member, string Parameters)
    {
        // M:System.Span`1.CopyTo(System.Span{`0})
        public static Candidate? Of(string id)
        {
            Match match = Regex.Match(id, @"^M:(?:[\w]+\.)*(\w+)(?:`\d+)?\.(\w+)(?:``\d+)?(\([^)]*\))?$");
            if (!match.Success || match.Groups[2].Value.StartsWith("op_", StringComparison.Ordinal))
                return null;
            string parameters = Regex.Replace(match.Groups[3].Value, @"(?:\w+\.)+(\w+)", static m => Keyword(m.Groups[1].Value));
            parameters = Regex.Replace(parameters, @"`+\d+", "T");
            parameters = Regex.Replace(parameters, @"([^,(]+)@", "ref $1");
            return new Candidate(id, match.Groups[1].Value, MemberName(match.Groups[2].Value), parameters.Replace('{', '<').Replace('}', '>').Replace(",", ", "));
        }
    }
}
