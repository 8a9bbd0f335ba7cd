using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

public sealed class CallbackTests
{
    public static TheoryData<string> Names => ProgramsOf<ICallbackPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernel_computes_what_dotnet_computes(string program)
    {
        KernelTest.Require();
        using var simulation = new CallbackProgramsSimulation();
        using CallbackProgramsObject loaded = CallbackProgramsLoader.Load();
        Differ.AssertSame(
            ProgramsOf<ICallbackPrograms>.Get<IXdpProgram>(simulation, program),
            ProgramsOf<ICallbackPrograms>.Get<IXdpProgram>(loaded, program),
            PacketSource.Operands(seed: 1));
        // In all: the kernel may run each packet on another CPU.
        Assert.Equal(simulation.Shares.Select(static cpus => cpus.Sum()), loaded.Shares.Select(static cpus => cpus.Sum()));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }
}
