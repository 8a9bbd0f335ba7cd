using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>A shrunk failure as a file for tests/Kernel/Differential/Programs: the program class, and a test that runs it on the packets.</summary>
internal static class RegressionText
{
    public static string Of(Shrunk shrunk, string name, string report)
    {
        string program = shrunk.Text
            .Replace("namespace Shrinking;", $"namespace BpfSharp.Kernel.Tests.Differential.Programs.{name};", StringComparison.Ordinal)
            .Replace($"partial class {SelfContained.ClassName}", $"partial class {name}Programs", StringComparison.Ordinal);
        var text = new StringBuilder();
        text.Append("using BpfSharp.Kernel.Tests.Infrastructure;\nusing Xunit;\n").Append(program).Append(CultureInfo.InvariantCulture, $$"""


            // {{report.Replace("\n", "\n// ", StringComparison.Ordinal)}}
            public sealed class {{name}}Tests
            {
                [Fact]
                public void Kernel_computes_what_dotnet_computes()
                {
                    KernelTest.Require();
                    using var simulation = new {{name}}ProgramsSimulation();
                    using {{name}}ProgramsObject loaded = {{name}}ProgramsLoader.Load();
                    byte[][] packets = [{{string.Join(", ", shrunk.Packets.Select(static p => $"System.Convert.FromHexString(\"{Convert.ToHexString(p)}\")"))}}];
                    Differ.AssertSame(simulation.Run, loaded.Run, packets);
                    Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
                }
            }

            """);
        if (program.Contains("Map<", StringComparison.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"// Maps were filled as tests/Fuzz does with seed {shrunk.Seed}.\n");
        return text.ToString();
    }
}
