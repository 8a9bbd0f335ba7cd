using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using EdgeBalancer;
using Xunit;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>In the kernel.</summary>
public sealed class EdgeKernelTests() : EdgeBehaviour(Open()), IDisposable
{
    public void Dispose()
    {
        var loaded = (EdgeObject)Edge;
        Assert.Empty(loaded.ReadFaults());
        loaded.Dispose();
    }

    private static EdgeObject Open()
    {
        KernelTest.Require();
        return EdgeLoader.Load();
    }
}
