using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace BpfSharp.EndToEnd.Tests;

/// <summary>The last line of a sample.</summary>
internal sealed partial record CheckLine(int Packets, int AsExpected, int Otherwise)
{
    public static CheckLine Of(string output)
    {
        Match match = Pattern().Match(output.TrimEnd().Split('\n')[^1].Trim());
        Assert.True(match.Success, output);
        return new CheckLine(Number(1), Number(2), Number(3));

        int Number(int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^check: (\d+) packets, (\d+) as expected, (\d+) otherwise$")]
    private static partial Regex Pattern();
}
