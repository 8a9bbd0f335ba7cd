using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DdosPipeline;

/// <summary>What the tables do not decide of a signature, and what it does.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
public struct SignatureEntry
{
    public const int MostPatterns = 8;

    /// <summary>Nanoseconds between two packets that pass; 0: no rate.</summary>
    public ulong RateInterval;

    /// <summary>Nanoseconds that a bucket holds.</summary>
    public ulong RateBurst;

    /// <summary>The order of TCP options, if <see cref="HasOptions"/>.</summary>
    public ulong Options;

    /// <summary>Number of its counter, which it keeps from set to set.</summary>
    public uint Counter;
    public SignatureAction Action;
    public uint PatternCount;

    /// <summary>A C# method that has to agree; 0: none.</summary>
    public MethodSignature Method;

    /// <summary>1: a bucket for each source address; 0: one for all.</summary>
    public uint RatePerSource;

    /// <summary>1: the order of TCP options counts.</summary>
    public uint HasOptions;

    /// <summary>1: only the first pattern is left to look at, which may be none (no bits of the IP header).</summary>
    public uint IsSimple;
    public uint Reserved;
    public PatternList Patterns;

    [InlineArray(MostPatterns)]
    public struct PatternList
    {
        private BytePattern _first;
    }
}
