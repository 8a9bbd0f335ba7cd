using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Testing;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Fuzz.Inputs;
using BpfSharp.Fuzz.Running;
using BpfSharp.Fuzz.Segments;
using BpfSharp.Fuzz.Writing;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Fuzz.Commands;

/// <summary>One program from a file that a run left behind, or like one: its packets are lines of hexadecimal digits in the comment at its end.</summary>
internal sealed partial class FileCommand(Options options)
{
    public int Run()
    {
        string text = File.ReadAllText(options.File!);
        Match declared = ClassName().Match(text);
        string name = declared.Groups[2].Value;
        string space = NamespaceName().Match(text) is { Success: true } match ? match.Groups[1].Value + "." : "";
        var source = new ProgramSource(0, Path.GetFileNameWithoutExtension(options.File!), text, options.Seed) { TypeName = space + name };
        byte[][] packets = [.. PacketLine().Matches(text).Select(static m => Convert.FromHexString(m.Value))];
        if (packets.Length == 0)
            packets = RandomPackets.Of(options.Seed, options.Inputs, source.IsTc);

        string target = options.Target ?? "6.1";
        Cpu.Bind(0);
        using SegmentLink? link = text.Contains($" {ProgramWriter.LiveName}(", StringComparison.Ordinal) ? SegmentLink.Open() : null;
        // What the generator makes a diagnostic of, with all of its stack.
        if (options.Dump)
            AppDomain.CurrentDomain.FirstChanceException += static (_, e) => Console.WriteLine($"{e.Exception.GetType().Name}: {e.Exception.Message}\n{Environment.StackTrace}");
        var hooks = new FileHooks(options.Dump);
        using Batch batch = text.Contains("class Functions", StringComparison.Ordinal) || !text.Contains("Functions", StringComparison.Ordinal)
            ? Batch.CompileDoubtful([source], target, hooks)
            : Batch.Compile([source], target, hooks);
        foreach (string problem in batch.Invalid.Values.Concat(batch.NotCompiled.Values))
            Console.WriteLine(problem);
        if (batch.Assembly is not { } assembly)
            return 1;
        if (options.Objects is { } folder)
            File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(folder).FullName, source.Name + ".o"), batch.ObjectOf(source));
        Outcome outcome = Trial.Run(assembly, source, packets, 0);
        Console.WriteLine($"{outcome.Kind}: {outcome.Text} ({outcome.Runs} runs, {outcome.Clean} without a fault, {outcome.Walked} instructions verified; {hooks.Foreseen})");
        if (outcome.Kind == OutcomeKind.Equal)
            return 0;
        if (options.Shrink && space.Length == 0)
            Console.WriteLine(new Failures(options).Shrink(source, outcome, target, 0) ?? "could not be repeated for shrinking");
        return 1;
    }

    [GeneratedRegex(@"(partial class) (\w+)")]
    private static partial Regex ClassName();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceName();

    [GeneratedRegex(@"^[0-9A-F]{28,}$", RegexOptions.Multiline)]
    private static partial Regex PacketLine();

    /// <summary>The verifier's work as it was foreseen; the IR after each pass that changed it, the code, and how often each instruction of it is walked.</summary>
    private sealed class FileHooks(bool dumps) : CompilationHooks
    {
        public override string Key => "file";

        public string Foreseen { get; private set; } = "not foreseen";

        public override bool AfterPass(string pass, bool changed, IrFunction function)
        {
            if (changed && dumps)
                Console.WriteLine($"=== {pass}\n{IrPrinter.Print(function)}");
            return false;
        }

        public override void Encoded(CompiledProgram program)
        {
            if (dumps)
                Console.WriteLine(string.Join("\n", BpfDisassembler.Disassemble(program.Instructions).Select(static l => l.Text)));
        }

        public override void Walked(CompiledProgram program, WalkResult walk)
        {
            if (dumps)
                Console.WriteLine("=== visits\n" + string.Join("\n", walk.Visits.Select(static (count, slot) => $"{slot}: {count}")));
            Foreseen = walk.End == WalkEnd.Complete ? $"{walk.Instructions} foreseen" : $"foreseen: {walk.End} at {walk.Slot} after {walk.Instructions}: {walk.Reason}";
        }
    }
}
