using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Kernels before 5.11 count maps against RLIMIT_MEMLOCK: <c>tests/Matrix/tests.sh 5.10 -- LockedMemoryTests</c>.</summary>
public sealed unsafe class LockedMemoryTests
{
    private const ulong Default = 64 << 10;
    private const int ArrayType = 2; // BPF_MAP_TYPE_ARRAY
    private const uint Entries = 1 << 17;

    [Fact]
    public void Object_larger_than_the_limit_is_loaded()
    {
        KernelTest.Require();
        bool isCounted = Environment.OSVersion.Version < new Version(5, 11);
        ResourceLimit before;
        Assert.Equal(0, Libc.GetResourceLimit(LockedMemory.Limit, &before));
        try
        {
            var lowered = before with { Current = Default };
            Assert.Equal(0, Libc.SetResourceLimit(LockedMemory.Limit, &lowered));
            var source = Handmade.CountingObject("xdp", (int)XdpAction.Pass);
            source.Maps.Add(Handmade.Map("Large", ArrayType, sizeof(uint), sizeof(ulong), Entries));
            using var loaded = new LoadedTestObject(source);
            Assert.Equal(XdpAction.Pass, loaded.XdpProgram("count").Run(new byte[64]).Verdict);
            ResourceLimit after;
            Assert.Equal(0, Libc.GetResourceLimit(LockedMemory.Limit, &after));
            Assert.Equal(isCounted, after.Current > Default);
        }
        finally
        {
            _ = Libc.SetResourceLimit(LockedMemory.Limit, &before);
        }
    }
}
