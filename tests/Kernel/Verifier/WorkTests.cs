using System.Globalization;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Kernel.Tests.Verifier;

/// <summary>The verifier's work as the compiler foresees it, beside what the kernel reports for the same programs.</summary>
[Collection(AloneCollection.Name)]
public sealed class WorkTests(ITestOutputHelper output)
{
    // The most that the estimate may be off, and how many programs at least must be foreseen to the instruction (on the kernel that the model follows).
    private const double MostRatio = 2;
    private const double LeastExact = 0.99;

    [Fact]
    public void Foreseen_work_is_what_the_kernel_reports()
    {
        KernelTest.Require();
        int programs = 0;
        int exact = 0;
        foreach ((string name, BpfObject source) in EmbeddedObjects.All())
        {
            using LoadedParts loaded = new BpfUnloadedObject(source, name).Load();
            foreach (BpfProgramImage program in source.Programs)
            {
                uint walked = loaded.Programs[program.Name].ReadInfo().VerifiedInstructions;
                int foreseen = source.Info!.Work.Find(w => w.Program == program.Name).Instructions;
                Assert.True(foreseen != 0, $"{name}.{program.Name}: not foreseen, {walked} walked");
                double ratio = (double)walked / foreseen;
                Assert.True(ratio is <= MostRatio and >= 1 / MostRatio, $"{name}.{program.Name}: {foreseen} foreseen, {walked} walked");
                programs++;
                exact += walked == foreseen ? 1 : 0;
                if (walked != foreseen)
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}.{program.Name}: {foreseen} foreseen, {walked} walked ({ratio:0.00})"));
            }
        }

        output.WriteLine($"{programs} programs, {exact} foreseen to the instruction");
        Assert.True(programs > 450);
        Assert.True(exact >= programs * LeastExact, $"{exact} of {programs} are foreseen to the instruction");
    }
}
