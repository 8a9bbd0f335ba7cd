using System;
using System.Diagnostics;
using System.Reflection;

namespace BpfSharp.Simulation.Run;

/// <summary>Tells of an exception what kind of fault it is, and the C# line.</summary>
internal static class FaultSites
{
    private static readonly string s_runtimeAssembly = typeof(FaultSites).Assembly.GetName().Name!;
    private static readonly string s_coreAssembly = typeof(object).Assembly.GetName().Name!;

    public static FaultSite Of(string program, Exception exception)
    {
        var trace = new StackTrace(exception, fNeedFileInfo: true);
        (string file, int line) = UserLine(trace);
        return new FaultSite(program, KindOf(exception, trace), file, line);
    }

    private static FaultKind KindOf(Exception exception, StackTrace trace) => exception switch
    {
        PacketBoundsException => FaultKind.PacketOutOfRange,
        MissingMapEntryException => FaultKind.MissingMapEntry,
        AbsentReferenceException or NullReferenceException => FaultKind.NullReference,
        IndexOutOfRangeException => FaultKind.IndexOutOfRange,
        DivideByZeroException => FaultKind.DivideByZero,
        OverflowException => FaultKind.Overflow,

        // Slicing a span throws this from the framework; a program's own throw does not come from there.
        ArgumentOutOfRangeException when trace.GetFrame(0) is { } frame && AssemblyOf(frame) == s_coreAssembly => FaultKind.IndexOutOfRange,
        _ => FaultKind.Thrown,
    };

    // The innermost line that is not in the framework or in this assembly: the kernel's fault sites are told in the caller's lines too.
    private static (string File, int Line) UserLine(StackTrace trace)
    {
        foreach (StackFrame frame in trace.GetFrames())
        {
            string assembly = AssemblyOf(frame);
            if (assembly != s_runtimeAssembly && assembly != s_coreAssembly && !assembly.StartsWith("System.", StringComparison.Ordinal))
                return (frame.GetFileName() ?? "", frame.GetFileLineNumber());
        }

        return ("", 0);
    }

    private static string AssemblyOf(StackFrame frame) =>
        DiagnosticMethodInfo.Create(frame)?.DeclaringAssemblyName is { } name ? new AssemblyName(name).Name ?? "" : "";
}
