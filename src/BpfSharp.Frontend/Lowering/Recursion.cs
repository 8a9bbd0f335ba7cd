using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Lowering;

/// <summary>BPF has 512 bytes of stack and at most 8 frames: a function that calls itself, directly or not, is refused at the call that closes the circle.</summary>
internal static class Recursion
{
    public static void Check(ModuleLowering module)
    {
        var done = new HashSet<string>();
        foreach (string name in module.Module.Functions.Keys.OrderBy(static n => n, System.StringComparer.Ordinal))
            Visit(module, name, done, new List<string>());
    }

    private static void Visit(ModuleLowering module, string name, HashSet<string> done, List<string> path)
    {
        if (done.Contains(name) || !module.Module.Functions.TryGetValue(name, out IrFunction? function))
            return;
        path.Add(name);
        foreach (IrInstruction call in function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op is IrOp.Call or IrOp.FuncAddr))
        {
            if (path.Contains(call.Symbol!))
                module.Diagnostics.Report("BPF1010", call.Span, Short(call.Symbol!));
            else
                Visit(module, call.Symbol!, done, path);
        }

        path.RemoveAt(path.Count - 1);
        done.Add(name);
    }

    // The method's name out of its documentation id.
    private static string Short(string id)
    {
        int end = id.IndexOf('(');
        string name = end < 0 ? id : id.Substring(0, end);
        return name.Substring(name.LastIndexOf('.') + 1).Split('`')[0];
    }
}
