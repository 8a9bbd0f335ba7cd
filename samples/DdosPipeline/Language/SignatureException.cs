using System;

namespace DdosPipeline.Language;

/// <summary>A line can't be read.</summary>
/// <param name="column">Where in the line, from 1.</param>
/// <param name="reason">What to do about it.</param>
internal sealed class SignatureException(int column, string reason) : Exception(reason)
{
    public int Column { get; } = column;
}
