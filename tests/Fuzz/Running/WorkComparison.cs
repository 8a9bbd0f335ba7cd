using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using BpfSharp.Compiler.Verifier.Walk;

namespace BpfSharp.Fuzz.Running;

/// <summary>The verifier's work as the compiler foresaw it, beside what the kernel reports, and whether both take a program.</summary>
internal sealed class WorkComparison
{
    private readonly List<string> _contradictions = [];
    private int _programs;
    private int _exact;
    private (double Ratio, string Program) _mostUnder = (1, "none");
    private (double Ratio, string Program) _mostOver = (1, "none");

    public void Add(string program, WalkResult walk, Outcome outcome)
    {
        bool isRefused = outcome.Kind == OutcomeKind.Refused;
        if (isRefused != (walk.End != WalkEnd.Complete))
            _contradictions.Add($"{program}: {(isRefused ? "refused" : "taken")} by the kernel, foreseen: {walk.End} at {walk.Slot} after {walk.Instructions}: {walk.Reason}");
        if (walk.End != WalkEnd.Complete || outcome.Walked == 0)
            return;
        _programs++;
        _exact += outcome.Walked == walk.Instructions ? 1 : 0;
        double ratio = (double)outcome.Walked / walk.Instructions;
        string text = $"{program}: {walk.Instructions} foreseen, {outcome.Walked} walked";
        if (ratio > _mostUnder.Ratio)
            _mostUnder = (ratio, text);
        if (1 / ratio > _mostOver.Ratio)
            _mostOver = (1 / ratio, text);
    }

    public void Print(TextWriter output)
    {
        foreach (string contradiction in _contradictions)
            output.WriteLine(contradiction);
        if (_programs == 0)
            return;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"verifier's work foreseen to the instruction: {_exact} of {_programs}; at worst too low by {_mostUnder.Ratio:0.00} ({_mostUnder.Program}), too high by {_mostOver.Ratio:0.00} ({_mostOver.Program})"));
    }
}
