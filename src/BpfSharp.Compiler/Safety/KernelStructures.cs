using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Structures of the kernel's are read field by field (<c>check_sock_access</c>): before copies become loads of other widths, it is seen that there are none.
/// </summary>
internal static class KernelStructures
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        var provenance = new Provenance(function, context.Module.Helpers);
        foreach (IrInstruction instruction in function.Blocks.SelectMany(static b => b.Instructions))
        {
            if (instruction.Op != IrOp.Load && MemoryAccess.Of(instruction, context).Any(a => provenance.Origins(a.Pointer).Exists(o => provenance.KindOf(o) == PointerKind.Kernel)))
                context.Report("BPF3046", instruction.Span);
        }

        return false;
    }
}
