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
    [InlineData(typeof(InitialPrograms))]
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
            // A program array is emptied when user space lets go of it: the maps are pinned too.
            Tool.Run("bpftool", $"prog loadall {file} {pins} pinmaps {pins}/maps");
            Assert.NotEmpty(Directory.GetFiles(pins));
            if (programs == typeof(InitialPrograms))
            {
                AssertInitialEntries($"{pins}/maps/Stages");
                AssertInitialEntries($"{pins}/maps/Tenants");
            }
        }
        finally
        {
            if (Directory.Exists(pins))
                Directory.Delete(pins, recursive: true);
        }
    }

    // Libbpf has put the programs and maps there that the relocations of section .maps name: entries 0 and 2.
    private static void AssertInitialEntries(string map)
    {
        string entries = Tool.Run("bpftool", $"-j map dump pinned {map}");
        Assert.Equal(2, entries.Split("\"value\":[").Length - 1);
    }
}
