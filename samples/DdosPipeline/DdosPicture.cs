using System.Collections.Generic;
using System.Linq;
using DdosPipeline.Compilation;
using DdosPipeline.Language;
using DdosPipeline.Observation;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DdosPipeline;

/// <summary>The signatures with what they have matched, and the last samples.</summary>
internal static class DdosPicture
{
    public static IRenderable Draw(IPipeline pipeline, SignatureStore store, IEnumerable<ObservedSample> last)
    {
        IReadOnlyDictionary<string, SignatureCounter> totals = SignatureTotals.Read(pipeline, store);
        var signatures = new Table().Title($"{store.File.Signatures.Count} signatures, put in place {store.Changes} times");
        signatures.AddColumns("line", "", "signature", "packets", "bytes", "sampled", "lost");
        foreach (Signature signature in store.File.Signatures)
        {
            SignatureCounter total = totals[signature.Name];
            signatures.AddRow($"{signature.Line}", Lower(signature.Action), Markup.Escape(signature.Name), $"{total.Packets}", $"{total.Bytes}", $"{total.Sampled}", $"{total.Lost}");
        }

        var samples = new Table().Title("last samples");
        samples.AddColumns("", "signature", "bytes");
        foreach (ObservedSample sample in last.ToArray())
            samples.AddRow(Lower(sample.Action), Markup.Escape(sample.Signature), $"{sample.Length}");
        return new Rows(signatures, samples);
    }

    private static string Lower(SignatureAction action) => action switch
    {
        SignatureAction.Drop => "drop",
        SignatureAction.Pass => "pass",
        _ => "watch",
    };
}
