using System.Collections.Generic;

namespace DdosPipeline.Language;

/// <summary>What a signature file says.</summary>
/// <param name="Signatures">In the order of the file.</param>
/// <param name="SampleEvery">One in so many matches is reported; 0: none.</param>
public sealed record SignatureFile(IReadOnlyList<Signature> Signatures, uint SampleEvery)
{
    public static readonly SignatureFile Empty = new([], 0);
}
