using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime;
using System.Threading;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>
/// Compiles all pairs again and again until no method of the compiler is compiled by the JIT any more: the figure is that of an IDE or a compiler server that has run for a
/// while, and must not depend on which pair comes first.
/// </summary>
internal static class CompilerWarmUp
{
    private const int MostRounds = 40;

    // The runtime compiles methods anew some 100 ms after they became hot.
    private static readonly TimeSpan s_tiering = TimeSpan.FromMilliseconds(150);

    public static void Run(IReadOnlyList<CodegenPair> pairs, IReadOnlyList<Version> targets)
    {
        List<(OurCompiler Compiler, CodegenPair Pair)> compilers = pairs.Select(static p => (new OurCompiler(p), p)).ToList();
        var watch = Stopwatch.StartNew();
        int rounds = 0;
        for (int still = 0; still < 2 && rounds < MostRounds; rounds++)
        {
            long before = JitInfo.GetCompiledMethodCount();
            foreach ((OurCompiler compiler, CodegenPair pair) in compilers)
            {
                foreach (Version target in targets.Where(t => pair.Lowest is null || pair.Lowest <= t))
                    compiler.Compile(target);
            }

            Thread.Sleep(s_tiering);
            still = JitInfo.GetCompiledMethodCount() == before ? still + 1 : 0;
        }

        Console.Error.WriteLine($"warmed up by {rounds} rounds in {watch.Elapsed.TotalSeconds:0} s");
    }
}
