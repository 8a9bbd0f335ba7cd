using System;
using System.Collections.Generic;
using System.Globalization;

namespace BpfSharp.Samples;

/// <summary>Reads configurations of lines of words; <c>#</c> begins a comment.</summary>
public static class ConfigurationText
{
    /// <summary>Hands over the words of each line that has any.</summary>
    /// <param name="text">The configuration.</param>
    /// <param name="read">Given the line's number, from 1, and its words; a <see cref="FormatException"/> is a problem of this line.</param>
    /// <returns>All problems, to which more may be added.</returns>
    public static List<ConfigurationProblem> Read(string text, Action<int, string[]> read)
    {
        var problems = new List<ConfigurationProblem>();
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            string[] words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
                continue;
            try
            {
                read(number, words);
            }
            catch (FormatException e)
            {
                problems.Add(new ConfigurationProblem(number, e.Message));
            }
        }

        return problems;
    }

    /// <summary>A number within bounds.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static int Number(string word, string what, int least, int most) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw new FormatException($"'{word}' is not {what}: {least} to {most}");
}
