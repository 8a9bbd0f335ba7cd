using System.Collections.Generic;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Generator.Tests.Infrastructure;

/// <summary>Source with places marked as <c>[|...|]</c>.</summary>
internal sealed record Marked(string Text, IReadOnlyList<TextSpan> Spans)
{
    public static Marked Parse(string marked)
    {
        var text = new StringBuilder();
        var open = new Stack<int>();
        var spans = new List<TextSpan>();
        for (int i = 0; i < marked.Length; i++)
        {
            string two = i + 1 < marked.Length ? marked.Substring(i, 2) : "";
            if (two == "[|")
            {
                open.Push(text.Length);
                i++;
            }
            else if (two == "|]")
            {
                spans.Add(TextSpan.FromBounds(open.Pop(), text.Length));
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return new Marked(text.ToString(), spans);
    }
}
