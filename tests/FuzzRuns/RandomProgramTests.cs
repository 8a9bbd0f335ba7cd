using System;
using BpfSharp.Fuzz;
using BpfSharp.Fuzz.Commands;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.FuzzRuns.Tests;

/// <summary>A few hundred random programs by .NET and by the kernel; docs/fuzzing.md tells of longer runs.</summary>
public sealed class RandomProgramTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(2)]
    public void Kernel_computes_what_dotnet_computes(int seed)
    {
        KernelTest.Require();
        var command = new ProgramsCommand(new Options { Programs = 80, Inputs = 8, Seed = seed, Shrink = false });
        command.Run();
        Assert.Equal((0, 0), (command.Report.Mismatches, command.Report.Refused));
        Assert.True(command.Report.Segments > 0, "no tc program saw packets that are not linear");
        Assert.True(command.Report.Clean * 100 >= command.Report.Runs * 30, "too many runs end by a fault to prove much");
    }

    [Fact]
    public void Another_seed_each_time_looks_for_more()
    {
        KernelTest.Require();
        int seed = Environment.TickCount & 0xffffff;
        var command = new ProgramsCommand(new Options { Programs = 80, Inputs = 8, Seed = seed, Shrink = false });
        command.Run();
        Assert.True(command.Report.Runs > 0, "no program ran");
        Assert.True(
            command.Report.Mismatches + command.Report.Refused == 0,
            $"mismatches {command.Report.Mismatches}, refused {command.Report.Refused}; repeat with: dotnet run -c Release --project tests/Fuzz -- --programs 80 --inputs 8 --seed {seed}");
    }

    [Fact]
    public void Other_contents_of_maps_are_noticed()
    {
        KernelTest.Require();
        var command = new ProgramsCommand(new Options { Programs = 40, Inputs = 4, Seed = 5, Shrink = false, SelfCheck = true });
        command.Run();
        Assert.NotEqual(0, command.Report.Mismatches);
    }

    [Fact]
    public void Damaged_input_of_the_loader_is_refused_in_its_own_words() => Assert.Equal(0, new LoaderCommand(new Options { Loader = 20_000 }).Run());
}
