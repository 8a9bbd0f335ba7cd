using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>The kernel's functions for open-coded numeric iterators (Linux 6.4, <c>kernel/bpf/bpf_iter.c</c>), which no C# need name.</summary>
internal static class IteratorFunctions
{
    /// <summary>Bytes of <c>struct bpf_iter_num</c>, which lies on the stack.</summary>
    public const int Bytes = 8;

    private const string New = "bpf_iter_num_new";
    private const string Next = "bpf_iter_num_next";
    private const string Destroy = "bpf_iter_num_destroy";

    public static void Declare(IrModule module)
    {
        Declare(module, New, "int (struct bpf_iter_num *it, int start, int end)", IrHelperEffects.None, IrHelperArgument.WriteMemory, IrHelperArgument.Scalar, IrHelperArgument.Scalar);
        Declare(module, Next, "int *(struct bpf_iter_num *it)", IrHelperEffects.None, IrHelperArgument.ReadWriteMemory);
        Declare(module, Destroy, "void (struct bpf_iter_num *it)", IrHelperEffects.ReturnsVoid, IrHelperArgument.ReadWriteMemory);
    }

    /// <summary>Its result is 0, which the verifier does not know: a number without bounds.</summary>
    public static IrInstruction CallNew(IrValue iterator, int rounds, int span) => Call(New, IrType.I64, span, iterator, IrConstant.I64(0), IrConstant.I64(rounds));

    /// <summary>Its result is an address as a number: 0 where the rounds are over.</summary>
    public static IrInstruction CallNext(IrValue iterator, int span) => Call(Next, IrType.I64, span, iterator);

    public static IrInstruction CallDestroy(IrValue iterator, int span) => Call(Destroy, IrType.Void, span, iterator);

    public static bool IsNew(IrInstruction instruction) => instruction is { Op: IrOp.Helper, Symbol: New };

    public static bool IsNext(IrInstruction instruction) => instruction is { Op: IrOp.Helper, Symbol: Next };

    public static bool IsDestroy(IrInstruction instruction) => instruction is { Op: IrOp.Helper, Symbol: Destroy };

    private static IrInstruction Call(string name, IrType type, int span, params IrValue[] arguments) => new(IrOp.Helper, type, arguments) { Symbol = name, Span = span };

    private static void Declare(IrModule module, string name, string prototype, IrHelperEffects effects, params IrHelperArgument[] arguments)
    {
        if (module.Helpers.ContainsKey(name))
            return;
        var function = new IrHelper { Name = name, Prototype = prototype, Effects = effects, Since = "6.4", GplOnly = true };
        function.Arguments.AddRange(arguments);
        function.FixedSizes.Add(0, Bytes);
        module.Helpers.Add(name, function);
    }
}
