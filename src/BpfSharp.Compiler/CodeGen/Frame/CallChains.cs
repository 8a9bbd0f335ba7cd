using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>
/// Nested calls share 512 bytes of stack, and each frame takes a multiple of 32 (<c>check_max_stack_depth</c>; with a JIT some kernels round to 16).
/// Frames before a tail call in a subprogram may have 256 bytes only; there are none, since functions that make tail calls are inlined.
/// </summary>
internal static class CallChains
{
    /// <summary>MAX_BPF_STACK.</summary>
    public const int MaxBytes = 512;

    private const int FrameUnit = 32;

    /// <summary>The chain of calls from the main function on that needs the most.</summary>
    public static IReadOnlyList<FunctionFrame> Deepest(IReadOnlyList<FunctionFrame> frames)
    {
        Dictionary<string, FunctionFrame> byName = frames.ToDictionary(static f => f.Name, StringComparer.Ordinal);
        return Deepest(frames[0], byName, new Dictionary<string, IReadOnlyList<FunctionFrame>>(StringComparer.Ordinal));
    }

    public static int BytesOf(IReadOnlyList<FunctionFrame> chain) => chain.Count == 1 ? chain[0].Bytes : chain.Sum(Rounded);

    /// <summary>What fills the frames: <c>buffer (256), ...</c>, for each function of the chain where there are several.</summary>
    public static string Describe(IReadOnlyList<FunctionFrame> chain) => chain.Count == 1
        ? chain[0].Locals
        : string.Join("; ", chain.Select(static f => f.ShortName + " (" + Rounded(f).ToString(CultureInfo.InvariantCulture) + ")" + (f.Locals.Length == 0 ? "" : ": " + f.Locals)));

    private static IReadOnlyList<FunctionFrame> Deepest(FunctionFrame frame, Dictionary<string, FunctionFrame> byName, Dictionary<string, IReadOnlyList<FunctionFrame>> known)
    {
        if (known.TryGetValue(frame.Name, out IReadOnlyList<FunctionFrame>? chain))
            return chain;
        IReadOnlyList<FunctionFrame> below = Array.Empty<FunctionFrame>();
        foreach (string callee in frame.Calls)
        {
            IReadOnlyList<FunctionFrame> candidate = Deepest(byName[callee], byName, known);
            if (candidate.Sum(Rounded) > below.Sum(Rounded))
                below = candidate;
        }

        chain = new[] { frame }.Concat(below).ToList();
        known.Add(frame.Name, chain);
        return chain;
    }

    private static int Rounded(FunctionFrame frame) => (Math.Max(frame.Bytes, 1) + FrameUnit - 1) / FrameUnit * FrameUnit;
}
