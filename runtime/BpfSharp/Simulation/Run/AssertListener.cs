using System;
using System.Diagnostics;

namespace BpfSharp.Simulation.Run;

/// <summary>A failed <c>Debug.Assert</c> of a program that is simulated ends the program by a fault, as it does in the kernel; .NET would end the process.</summary>
internal sealed class AssertListener : TraceListener
{
    private static readonly AssertListener s_instance = Install();

    /// <summary>Before all listeners: what they do with a failure comes too late.</summary>
    public static void Require() => _ = s_instance;

    public override void Fail(string? message) => Fail(message, null);

    public override void Fail(string? message, string? detailMessage)
    {
        if (SimulationRun.Current is not null)
            throw new AssertionException(string.IsNullOrEmpty(message) ? "Debug.Assert failed" : message);
    }

    public override void Write(string? message)
    {
    }

    public override void WriteLine(string? message)
    {
    }

    private static AssertListener Install()
    {
        var listener = new AssertListener();
        Trace.Listeners.Insert(0, listener);
        return listener;
    }

    private sealed class AssertionException(string message) : Exception(message);
}
