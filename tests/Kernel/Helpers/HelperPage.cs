using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>Writes docs/helpers.md from the declarations.</summary>
internal static class HelperPage
{
    private const int MostMembers = 6;

    public static string Write()
    {
        var text = new StringBuilder("""
            # Helpers

            Kernel helpers that programs may call, by what calls them in C#. The table is written from the runtime's `[BpfHelper]` declarations by `tests/Kernel/Helpers`, which also holds it against the running kernel:
            every helper that the kernel gives to tc or XDP is here, or below with the reason why not. `BPFSHARP_UPDATE=1` writes it anew. The methods of `BpfSharp.CompilerServices.BpfHelpers` are the helpers as they are,
            with the kernel's error numbers. What concerns a helper's availability is in the rules [BPF3030](rules/BPF3030.md) (newer than the target), [BPF3031](rules/BPF3031.md) (license) and [BPF3032](rules/BPF3032.md) (program type).

            Under *Simulation* stands where a simulation's answers come from (`simulation.Environment`, the options or the result of a run). Where nothing stands, the simulation does what the kernel does.

            | helper | C# | programs | since | license | simulation |
            |---|---|---|---|---|---|

            """);
        foreach (HelperDeclaration helper in HelperDeclarations.All)
        {
            text.Append("| `").Append(helper.Name).Append("` | ").Append(Members(helper.Members)).Append(" | ")
                .Append(helper.Programs.Length == 0 ? "all" : string.Join(", ", helper.Programs.Split(',').Select(static p => p == "xdp" ? "XDP" : p))).Append(" | ")
                .Append(helper.Since).Append(" | ").Append(helper.Gpl ? "GPL" : "any").Append(" | ").Append(helper.Simulation).Append(" |\n");
        }

        text.Append("\n## Kernel functions\n\nDeclared by `[BpfKfunc]`; the loader finds them in the running kernel's BTF, or names what is missing. Any program class may declare others. They need a GPL-compatible license.\n`KfuncSinceTests` holds the first kernels against the BTF of the running kernel, and by `tests/Matrix/tests.sh` against that of others.\n\n| function | C# | programs | since | simulation |\n|---|---|---|---|---|\n");
        foreach (HelperDeclaration function in HelperDeclarations.Kfuncs)
        {
            text.Append("| `").Append(function.Name).Append("` | ").Append(Members(function.Members)).Append(" | ")
                .Append(function.Programs.Length == 0 ? "all" : function.Programs.Replace("xdp", "XDP", StringComparison.Ordinal)).Append(" | ").Append(function.Since).Append(" | ").Append(function.Simulation).Append(" |\n");
        }

        text.Append("\nOf those that tc or XDP may call, these are not declared:\n\n| function | programs | why |\n|---|---|---|\n");
        foreach (LeftOut row in LeftOutKfuncs.All)
            AppendLeftOut(text, row, row.Names);

        text.Append("\n## Left out\n\n| helper | programs | why |\n|---|---|---|\n");
        foreach (LeftOut row in LeftOut.All)
        {
            List<string> names = [.. row.Names.Where(n => !IsDeclared(n, row.Kinds))];
            AppendLeftOut(text, row, names);
        }

        return text.ToString();
    }

    private static void AppendLeftOut(StringBuilder text, LeftOut row, IReadOnlyList<string> names)
    {
        if (names.Count != 0)
            text.Append("| ").AppendJoin(", ", names.Select(static n => $"`{n}`")).Append(" | ").Append(row.Kinds.Replace("xdp,tc", "all", StringComparison.Ordinal).Replace("xdp", "XDP", StringComparison.Ordinal)).Append(" | ").Append(row.Why).Append(" |\n");
    }

    private static bool IsDeclared(string name, string kinds) => HelperDeclarations.All.Any(h => h.Name == $"bpf_{name}" && kinds.Split(',').All(h.IsFor));

    // What every map class has is named once.
    private static string Members(IReadOnlyList<string> members)
    {
        IEnumerable<string> names = members.Count <= MostMembers
            ? members.Select(static m => $"`{m}`")
            : members.Select(static m => m[(m.IndexOf('.', StringComparison.Ordinal) + 1)..]).Distinct().Order(StringComparer.Ordinal).Select(static m => $"`{m}`").Append("of map classes");
        return string.Join(", ", names).Replace(", of", " of", StringComparison.Ordinal);
    }
}
