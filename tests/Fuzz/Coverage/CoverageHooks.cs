using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Testing;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Fuzz.Coverage;

/// <summary>Sees what compilations reach; <see cref="AddTo"/> gives it to the run's ledger.</summary>
/// <param name="skipped">A pass that is left out.</param>
internal sealed class CoverageHooks(string? skipped = null) : CompilationHooks
{
    // Where the flat function is as the front end meant it, and where it is what code is made of.
    private const string FirstPass = "packet fields";
    private const string LastPass = "safety check";

    private readonly HashSet<IrOp> _operations = [];
    private readonly HashSet<string> _passes = [];
    private readonly HashSet<string> _instructions = [];

    public override string Key => "coverage without " + skipped;

    /// <summary>The verifier's walk as it is foreseen, by program class.</summary>
    public Dictionary<string, WalkResult> Walks { get; } = [];

    public override void Linked(IrModule lowered, IrModule closed)
    {
        foreach (IrFunction function in lowered.Functions.Values)
            See(function);
        foreach (IrFunction function in closed.Functions.Values)
            See(function);
    }

    public override bool AfterPass(string pass, bool changed, IrFunction function)
    {
        if (changed)
            _passes.Add(pass);
        if (pass is FirstPass or LastPass)
            See(function);
        return false;
    }

    public override bool Skips(string pass) => pass == skipped;

    // The function is the method's documentation id: M:CLASS.Run(...).
    public override void Walked(CompiledProgram program, WalkResult walk)
    {
        string function = program.Program.Function;
        int dot = function.IndexOf('.');
        if (function.AsSpan(dot).StartsWith(".Run("))
            Walks[function[2..dot]] = walk;
    }

    public override void Encoded(CompiledProgram program)
    {
        foreach (BpfInstruction instruction in program.Instructions)
        {
            if (BpfInstructionSet.Find(instruction) is { } form)
                _instructions.Add(form.Name);
        }
    }

    public void AddTo(CoverageLedger ledger)
    {
        lock (ledger)
        {
            foreach (IrOp op in _operations)
                ledger.IrOps.Reach(IrOpTable.Get(op).Name);
            foreach (string pass in _passes)
                ledger.Passes.Reach(pass);
            foreach (string instruction in _instructions)
                ledger.Instructions.Reach(instruction);
        }
    }

    private void See(IrFunction function)
    {
        foreach (IrInstruction instruction in function.Blocks.SelectMany(static b => b.Instructions))
            _operations.Add(instruction.Op);
    }
}
