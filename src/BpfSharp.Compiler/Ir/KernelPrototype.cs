using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Compiler.Ir;

/// <summary>A kernel function's declaration as it stands in C, without the name: <c>int (struct bpf_iter_num *it, int start, int end)</c>.</summary>
public sealed class KernelPrototype
{
    private KernelPrototype(KernelParameter result, IReadOnlyList<KernelParameter> parameters)
    {
        Result = result;
        Parameters = parameters;
    }

    public KernelParameter Result { get; }

    public IReadOnlyList<KernelParameter> Parameters { get; }

    /// <summary>Null where the text is no such declaration.</summary>
    public static KernelPrototype? TryParse(string text)
    {
        int open = text.IndexOf('(');
        if (open < 0 || text[text.Length - 1] != ')' || KernelParameter.TryParse(text.Substring(0, open)) is not { } result)
            return null;
        string inside = text.Substring(open + 1, text.Length - open - 2).Trim();
        if (inside is "" or "void")
            return new KernelPrototype(result, new List<KernelParameter>());
        List<KernelParameter?> parameters = inside.Split(',').Select(KernelParameter.TryParse).ToList();
        return parameters.Exists(static p => p is null or { IsVoid: true }) ? null : new KernelPrototype(result, parameters.ConvertAll(static p => p!));
    }
}
