using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Safety;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Objects.Model;

namespace BpfSharp.Compiler.Verifier;

/// <summary>
/// Whether the verifier gets through a program: it is walked as the kernel does. The kernel gives up after a million instructions, or 8,192 ways left for later; half
/// of the one and most of the other are for kernels that find fewer states alike.
/// </summary>
internal static class WorkLimit
{
    public const int MaxInstructions = 500_000;
    public const int MaxPendingBranches = 8_000;

    public static void Check(CompilationContext context, CompiledProgram program)
    {
        WalkResult walk = Walker.Run(ProgramReading.Read(context.Module, program), MaxInstructions, MaxPendingBranches, context.Cancellation);
        context.Options.Hooks?.Walked(program, walk);
        switch (walk.End)
        {
            case WalkEnd.Complete:
                program.VerifierWork = walk.Instructions;
                break;
            case WalkEnd.TooManyInstructions:
            case WalkEnd.TooManyBranches:
                Report(context, program, walk);
                break;
            default:
                // What the model can't walk is judged by what loops may do at worst.
                context.Diagnostics.AddRange(context.DoubtfulLoops);
                break;
        }
    }

    private static void Report(CompilationContext context, CompiledProgram program, WalkResult walk)
    {
        bool isLong = walk.End == WalkEnd.TooManyInstructions;
        Dictionary<int, long> visits = VisitsBySpan(program, walk);
        LoopPlace? loop = context.Loops.OrderByDescending(l => Weight(l, visits)).FirstOrDefault();
        string limit = (isLong ? MaxInstructions : MaxPendingBranches).ToString(CultureInfo.InvariantCulture);
        if (loop is { Rounds: { } rounds } && Weight(loop, visits) > walk.Instructions / 2)
            context.Report(isLong ? "BPF3021" : "BPF3022", loop.Span, rounds.ToString(CultureInfo.InvariantCulture), limit, limit);
        else
            context.Report("BPF3085", visits.OrderByDescending(static v => v.Value).ThenBy(static v => v.Key).First().Key, limit, isLong ? "instructions" : "branches");
    }

    private static long Weight(LoopPlace loop, Dictionary<int, long> visits) => loop.Spans.Sum(s => visits.TryGetValue(s, out long count) ? count : 0);

    private static Dictionary<int, long> VisitsBySpan(CompiledProgram program, WalkResult walk)
    {
        var visits = new Dictionary<int, long>();
        int span = -1;
        for (int slot = 0; slot < walk.Visits.Length; slot++)
        {
            span = program.Spans[slot] >= 0 ? program.Spans[slot] : span;
            if (span < 0)
                continue;
            visits.TryGetValue(span, out long count);
            visits[span] = count + walk.Visits[slot];
        }

        if (visits.Count == 0)
            visits.Add(program.Functions[0].Span, 0);
        return visits;
    }
}
