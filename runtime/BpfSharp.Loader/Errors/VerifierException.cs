using System.Text;

namespace BpfSharp.Loader;

/// <summary>The kernel's verifier refused a program: where in the C# source, why, and all that it said.</summary>
public sealed class VerifierException : BpfKernelException
{
    internal VerifierException(string program, VerifierRefusal refusal, string log, int errorNumber)
        : base(Compose(program, refusal, log), errorNumber)
    {
        Program = program;
        File = refusal.File;
        Line = refusal.Line;
        Column = refusal.Column;
        Text = refusal.Text;
        Instruction = refusal.Instruction;
        Cause = refusal.Cause;
        Log = log;
    }

    /// <summary>The program's name.</summary>
    public string Program { get; }

    /// <summary>The source file of the failing instruction; empty where the object has no line for it.</summary>
    public string File { get; }

    /// <summary>The 1-based line, or 0.</summary>
    public int Line { get; }

    /// <summary>The 1-based column, or 0.</summary>
    public int Column { get; }

    /// <summary>The source line's text; empty where the object leaves it out.</summary>
    public string Text { get; }

    /// <summary>The slot of the failing instruction, or -1 where the log names none.</summary>
    public int Instruction { get; }

    /// <summary>What the verifier complained about, in its words.</summary>
    public string Cause { get; }

    /// <summary>The verifier's log.</summary>
    public string Log { get; }

    private static string Compose(string program, VerifierRefusal refusal, string log)
    {
        var message = new StringBuilder();
        message.Append("The kernel's verifier refused program '").Append(program).Append("': ").Append(refusal.Cause);
        if (refusal.File.Length > 0)
        {
            message.Append("\n  at ").Append(refusal.File).Append('(').Append(refusal.Line).Append(',').Append(refusal.Column).Append(')');
            if (refusal.Text.Length > 0)
                message.Append(": ").Append(refusal.Text.Trim());
        }
        if (refusal.Instruction >= 0)
            message.Append("\n  instruction ").Append(refusal.Instruction);
        if (refusal.Hint.Length > 0)
            message.Append("\n  ").Append(refusal.Hint);
        message.Append("\nThe verifier's log ends:\n").Append(VerifierLog.Tail(log, 20));
        return message.ToString();
    }
}
