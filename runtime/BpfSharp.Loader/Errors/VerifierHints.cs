using System;

namespace BpfSharp.Loader;

/// <summary>What a person can do about complaints that don't come from the program's own fault.</summary>
internal static class VerifierHints
{
    private static readonly (string Part, string Hint)[] s_table =
    [
        ("pointer arithmetic", "Variable packet offsets need CAP_PERFMON; the loading process may lack it."),
        ("prohibited for !root", "This needs CAP_PERFMON (or CAP_BPF); the loading process may lack it."),
        ("not allowed for unprivileged", "This needs CAP_BPF; the loading process lacks it."),
        ("sequence of", "The program branches too often for the verifier: bound the loop lower, or move its body into Bpf.Loop."),
        ("too large. Processed", "The verifier gave up on the program's size: bound loops lower, or split the program by a tail call."),
        ("unknown func", "This kernel does not have the helper: set <BpfTargetKernel> to the oldest kernel that runs the program, and the compiler says so."),
        ("invalid func", "This kernel does not have the helper: set <BpfTargetKernel> to the oldest kernel that runs the program, and the compiler says so."),
        ("unknown opcode", "This kernel does not have the instruction: build with a lower <BpfTargetKernel>."),
        ("GPL-restricted", "The helper is for GPL programs only: see [BpfLicense]."),
        ("GPL compatible", "The helper is for GPL programs only: see [BpfLicense]."),
    ];

    /// <param name="suggestion">What the verifier itself suggests; or empty.</param>
    public static string For(string cause, string kernelNote, string suggestion = "")
    {
        if (kernelNote.Length > 0)
            return kernelNote;
        foreach ((string part, string hint) in s_table)
        {
            if (cause.Contains(part, StringComparison.OrdinalIgnoreCase))
                return hint;
        }
        return (suggestion.Length > 0 ? $"The verifier suggests: {suggestion} " : "") + "A program that BpfSharp compiled should never be refused: please report it with the log.";
    }
}
