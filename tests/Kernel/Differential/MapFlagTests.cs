using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class MapFlagTests
{
    [Fact]
    public void Maps_with_flags_do_what_dotnet_does()
    {
        KernelTest.Require();
        using var simulation = new MapFlagProgramsSimulation();
        using MapFlagProgramsObject loaded = MapFlagProgramsLoader.Load();
        foreach (IMapFlagPrograms programs in (IMapFlagPrograms[])[simulation, loaded])
        {
            programs.Constants.Write(0, [100, 200, 300, 400]);
            programs.Told.Write(0, [1, 2, 3, 4]);
        }

        Differ.AssertSame(simulation.Use, loaded.Use, PacketSource.Operands(seed: 4));
        for (uint i = 0; i < 4; i++)
            Assert.Equal((simulation.Shown[i], simulation.Memory[i]), (loaded.Shown[i], loaded.Memory[i]));
        Assert.Equal(Drain(simulation.Results), Drain(loaded.Results));
        using MappedArray<ulong> memory = loaded.Memory.Map();
        Assert.Equal([.. Enumerable.Range(0, 4).Select(i => loaded.Memory[(uint)i])], memory.Span.ToArray());
    }

    [Fact]
    public void User_space_has_the_rights_that_the_flags_leave_it()
    {
        KernelTest.Require();
        using MapFlagProgramsObject loaded = MapFlagProgramsLoader.Load();
        Assert.Throws<BpfPermissionException>(() => loaded.Shown[0] = 1);
        Assert.Throws<BpfPermissionException>(() => _ = loaded.Told[0]);
        Assert.Equal(0ul, loaded.Shown[0]);
        loaded.Told[0] = 1;
    }

    [Theory]
    [InlineData("Unallocated", MapFlags.NoPreallocation)]
    [InlineData("Lists", MapFlags.PerCpuLruLists)]
    [InlineData("Seeded", MapFlags.ZeroSeed)]
    [InlineData("Constants", MapFlags.ReadOnlyForPrograms)]
    [InlineData("Results", MapFlags.WriteOnlyForPrograms)]
    [InlineData("Memory", MapFlags.Mappable)]
    public void The_kernel_has_the_flag_unless_it_is_a_right_of_the_descriptor(string map, MapFlags flag)
    {
        KernelTest.Require();
        using MapFlagProgramsObject loaded = MapFlagProgramsLoader.Load();
        Assert.Contains(BpfKernel.ReadMaps(), m => m.Name == map && m.Flags == (uint)flag);
    }

    [Fact]
    public void A_map_lies_on_the_NUMA_node_that_was_asked_for()
    {
        KernelTest.Require();
        using MapFlagProgramsObject loaded = MapFlagProgramsLoader.Load(static o => o.Seeded.NumaNode = 0);
        const uint NumaNode = 1 << 2; // BPF_F_NUMA_NODE
        Assert.Contains(BpfKernel.ReadMaps(), static m => m.Name == "Seeded" && m.Flags == ((uint)MapFlags.ZeroSeed | NumaNode));
        Assert.ThrowsAny<BpfException>(static () => MapFlagProgramsLoader.Load(static o => o.Seeded.NumaNode = 1_000).Dispose());
    }

    private static List<ulong> Drain(IQueueMapView<ulong> queue)
    {
        var values = new List<ulong>();
        while (queue.TryPop(out ulong value))
            values.Add(value);
        return values;
    }
}
