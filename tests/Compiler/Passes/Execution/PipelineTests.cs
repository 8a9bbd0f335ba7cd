using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

/// <summary>A function does after all passes what it did before them: same result or fault, same packet, same writes and calls in the same order, no read more.</summary>
public sealed class PipelineTests
{
    // BPFSHARP_FUZZ=100000 for a long run.
    private static readonly int s_count = int.TryParse(Environment.GetEnvironmentVariable("BPFSHARP_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count : 300;

    [Fact]
    public void Random_functions_keep_their_meaning()
    {
        int compiled = 0;
        for (int seed = 0; seed < s_count; seed++)
        {
            if (Check(seed))
                compiled++;
        }

        Assert.True(compiled > s_count / 2, $"only {compiled} of {s_count} were accepted");
    }

    private static bool Check(int seed)
    {
        IrFunction before = RandomFunction.Make(seed);
        IrFunction after = IrCloner.Clone(before);
        CompilationContext context = Context();
        string? problem = null;
        try
        {
            PassPipeline.Run(context, after);
            problem = Difference(context.Module, before, after, seed, "");
        }
        catch (Exception e)
        {
            problem = $"seed {seed}: {e}";
        }

        Assert.True(problem is null, problem is null ? "" : Blame(before, seed) ?? problem);
        return context.Diagnostics.Count == 0;
    }

    // Runs the function after every pass: which one changed its meaning?
    private static string? Blame(IrFunction before, int seed)
    {
        string? problem = null;
        IrFunction last = before;
        CompilationContext context = Context();
        context.PassObserver = (pass, function) =>
        {
            problem ??= Difference(context.Module, before, function, seed, $"{IrPrinter.Print(last)}\nbecame by {pass}\n");
            last = IrCloner.Clone(function);
        };
        try
        {
            PassPipeline.Run(context, IrCloner.Clone(before));
        }
        catch (Exception e)
        {
            problem ??= $"seed {seed}: {e}\nwas\n{IrPrinter.Print(last)}";
        }

        return problem;
    }

    private static CompilationContext Context()
    {
        CompilationContext context = IrText.Context(RandomFunction.Declarations);
        context.ProgramKind = "xdp";
        return context;
    }

    private static string? Difference(IrModule module, IrFunction before, IrFunction after, int seed, string where)
    {
        foreach (int length in new[] { 0, 13, 24, 64 })
        {
            ProgramWorld expected = World(seed, length);
            ProgramWorld actual = World(seed, length);
            string expectedResult = IrInterpreter.Run(module, before, expected);
            string actualResult = IrInterpreter.Run(module, after, actual);
            string? difference = expectedResult != actualResult ? $"{expectedResult} became {actualResult}"
                : !expected.Packet.Bytes.SequenceEqual(actual.Packet.Bytes) ? "the packet differs"
                : !Effects(expected).SequenceEqual(Effects(actual)) ? string.Join("\n", expected.Events) + "\nbecame\n" + string.Join("\n", actual.Events)
                : !IsPartOf(actual.Events, expected.Events) ? "reads more: " + string.Join("\n", actual.Events)
                : null;
            if (difference is not null)
                return $"seed {seed}, packet of {length}\n{where}{IrPrinter.Print(after)}\n{difference}";
        }

        return null;
    }

    private static IEnumerable<string> Effects(ProgramWorld world) => world.Events.Where(static e => !e.StartsWith("read", StringComparison.Ordinal));

    private static bool IsPartOf(List<string> part, List<string> whole)
    {
        int at = 0;
        foreach (string item in part)
        {
            at = whole.IndexOf(item, at) + 1;
            if (at == 0)
                return false;
        }

        return true;
    }

    private static ProgramWorld World(int seed, int length)
    {
        var random = new Random(seed * 31 + length);
        var packet = new byte[length];
        random.NextBytes(packet);
        var world = new ProgramWorld(packet);
        foreach (int key in new[] { 0, 1, 2, 3, 5, 7, -1, 255 })
        {
            var value = new byte[16];
            random.NextBytes(value);
            world.MapValues.Add(Convert.ToHexString(BitConverter.GetBytes(key)), new Memory("value" + key, value, isShared: true));
        }

        return world;
    }
}
