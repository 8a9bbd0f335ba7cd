using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary><c>bpf_get_prandom_u32</c>, as the compiler itself calls it for a number that the verifier knows nothing of.</summary>
internal static class RandomHelper
{
    private const string Name = "bpf_get_prandom_u32";
    private const int Id = 7;

    /// <returns>The helper's name.</returns>
    public static string Declare(CompilationContext context)
    {
        if (!context.Module.Helpers.ContainsKey(Name))
            context.Module.Helpers.Add(Name, new IrHelper { Name = Name, Id = Id, Since = "4.1" });
        return Name;
    }
}
