using System;
using System.Collections.Generic;
using System.Linq;

namespace DdosPipeline.Language;

/// <summary>
/// Reads signature files: <c>sample none | 1 in N</c>, and <c>drop|pass|watch NAME CONDITIONS</c> or <c>drop|pass|watch NAME bytecode N,CODE JT JF K,...</c>.
/// <see cref="ConditionWords"/> reads the conditions.
/// </summary>
public static class SignatureText
{
    private const uint MostSampled = 1_000_000;

    /// <summary>Reads all lines; the signatures are to be used only if there is no problem.</summary>
    public static (SignatureFile File, IReadOnlyList<SignatureProblem> Problems) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var signatures = new List<Signature>();
        var problems = new List<SignatureProblem>();
        uint sampleEvery = 0;
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            try
            {
                List<Word> words = Word.Split(line);
                if (words.Count == 0)
                    continue;
                if (words[0].Text == "sample")
                    sampleEvery = Sample(words);
                else
                    signatures.Add(Read(number, words, line, signatures));
            }
            catch (SignatureException e)
            {
                problems.Add(new SignatureProblem(number, e.Column, e.Message));
            }
        }

        return (new SignatureFile(signatures, sampleEvery), problems);
    }

    private static uint Sample(List<Word> words) => words.ConvertAll(static w => w.Text) switch
    {
        [_, "none"] => 0,
        [_, "1", "in", _] => words[3].Number("a number of packets", 1, MostSampled),
        _ => throw words[0].Wrong("this is 'sample none' or 'sample 1 in N'"),
    };

    private static Signature Read(int line, List<Word> words, string text, List<Signature> before)
    {
        SignatureAction action = words[0].Text switch
        {
            "drop" => SignatureAction.Drop,
            "pass" => SignatureAction.Pass,
            "watch" => SignatureAction.Watch,
            _ => throw words[0].Wrong($"'{words[0].Text}' is none of 'drop', 'pass', 'watch' and 'sample'"),
        };
        if (words.Count < 3)
            throw words[0].Wrong($"this is '{words[0].Text} NAME CONDITIONS'");
        Word name = words[1];
        if (before.FirstOrDefault(s => s.Name == name.Text) is { } same)
            throw name.Wrong($"line {same.Line} has a signature '{name.Text}'");
        if (before.Count(static s => s.Bytecode is null) == SignatureVector.Signatures || before.Count == SignatureVector.Signatures)
            throw words[0].Wrong($"more than {SignatureVector.Signatures} signatures");
        var signature = new Signature(line, action, name.Text);
        var rest = new WordReader(words, 2, text);
        while (rest.TryNext(out Word word))
            ConditionWords.Read(signature, word, rest);
        ConditionCheck.Check(signature, words[1]);
        return signature;
    }
}
