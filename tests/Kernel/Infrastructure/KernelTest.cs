using System;
using System.IO;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>Guard of tests that need the kernel. Where it can't run them they are skipped with the reason; BPFSHARP_REQUIRE_KERNEL=1 makes that a failure.</summary>
internal static class KernelTest
{
    private static readonly Lazy<string?> s_obstacle = new(FindObstacle);

    /// <summary>To be called first in a kernel test.</summary>
    /// <param name="tools">Programs that the test runs.</param>
    public static void Require(params string[] tools)
    {
        string? missing = Array.Find(tools, static tool => !Tool.IsInstalled(tool));
        if ((s_obstacle.Value ?? (missing is null ? null : $"this test needs '{missing}'")) is not { } obstacle)
            return;
        if (Environment.GetEnvironmentVariable("BPFSHARP_REQUIRE_KERNEL") == "1")
            Assert.Fail($"BPFSHARP_REQUIRE_KERNEL is set, but {obstacle}");
        Assert.Skip(obstacle);
    }

    /// <summary>Skips a test of a part that this kernel lacks; tests/Matrix/tests.sh runs it on kernels that have it.</summary>
    /// <param name="name">For the reason, in the plural.</param>
    public static void RequirePart(FeatureState state, string name)
    {
        if (state != FeatureState.Present)
            Assert.Skip($"this kernel has no {name}");
    }

    private static string? FindObstacle()
    {
        if (!OperatingSystem.IsLinux())
            return "kernel tests need Linux";
        if (!Environment.IsPrivilegedProcess)
            return "kernel tests need root";
        if (!File.Exists("/sys/kernel/btf/vmlinux"))
            return "kernel tests need a kernel with BTF (/sys/kernel/btf/vmlinux)";
        return Tool.IsInstalled("ip") ? null : "kernel tests need 'ip' (package iproute2)";
    }
}
