using System;
using System.IO;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Kernel.Tests.Maps;

/// <summary>Libbpf, by bpftool, loads objects with maps of every type as they are.</summary>
public sealed class JudgeTests
{
    [Theory]
    [InlineData(typeof(QueuePrograms))]
    [InlineData(typeof(RedirectPrograms))]
    [InlineData(typeof(NestedPrograms))]
    [InlineData(typeof(PerfPrograms))]
    [InlineData(typeof(StatePrograms))]
    public void Bpftool_loads_the_object(Type programs)
    {
        KernelTest.Require("bpftool");
        string file = Path.Combine(AppContext.BaseDirectory, programs.FullName + ".bpf.o");
        string pins = $"/sys/fs/bpf/bpfsharp-maps-{Environment.ProcessId}-{Guid.NewGuid():N}";
        try
        {
            Tool.Run("bpftool", $"prog loadall {file} {pins}");
            Assert.NotEmpty(Directory.GetFiles(pins));
        }
        finally
        {
            if (Directory.Exists(pins))
                Directory.Delete(pins, recursive: true);
        }
    }
}
