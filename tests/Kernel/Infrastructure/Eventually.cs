using System;
using System.Diagnostics;
using System.Threading;
using Xunit;

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>For what the kernel does a moment later, such as freeing a program after an RCU grace period.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <param name="failure">What to say otherwise.</param>
    public static void True(Func<bool> condition, Func<string>? failure = null) => True(s_patience, condition, failure);

    /// <param name="patience">How long to wait.</param>
    /// <param name="failure">What to say otherwise.</param>
    public static void True(TimeSpan patience, Func<bool> condition, Func<string>? failure = null)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.Elapsed > patience)
                Assert.Fail(failure?.Invoke() ?? $"It did not come true within {patience.TotalSeconds} s.");
            Thread.Sleep(10);
        }
    }
}
