using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

/// <summary>A function body as a control-flow graph; <see cref="Blocks"/>[0] is the entry.</summary>
public sealed class IrFunction
{
    public IrFunction(string name, int genericArity, IrType returnType)
    {
        Name = name;
        GenericArity = genericArity;
        ReturnType = returnType;
    }

    /// <summary>Documentation comment id of the C# method's original definition: <c>M:Ns.Type`1.Method``1(System.Int32)</c>; local functions and lambdas get a suffix.</summary>
    public string Name { get; }

    /// <summary>Number of type parameters: those of the containing types, outermost first, then the method's.</summary>
    public int GenericArity { get; }

    /// <summary>void, i32, i64 or ptr. A struct or type-parameter result is written through a first parameter instead (docs/ir.md).</summary>
    public IrType ReturnType { get; }

    /// <summary>C# names and types of the parameters, for BTF and diagnostics; as many as the entry block's parameters.</summary>
    public List<IrParameterInfo> Parameters { get; } = new();

    public List<IrBlock> Blocks { get; } = new();

    public IrBlock Entry => Blocks[0];

    /// <summary>Span of the method's name.</summary>
    public int Span { get; set; } = -1;

    /// <summary>Kept as a BPF subprogram (<c>[MethodImpl(NoInlining)]</c>).</summary>
    public bool NoInlining { get; set; }

    public IrFunctionRole Role { get; set; }

    /// <summary>The program's context: the first parameter, but of a callback; a timer's function has none.</summary>
    public IrValue Context => Role == IrFunctionRole.Timer ? IrConstant.Null() : CallbackContext ?? (IrValue)Entry.Parameters[0];

    /// <summary>The context as a callback finds it in its environment.</summary>
    public IrInstruction? CallbackContext { get; set; }

    /// <summary>What a callback finds in its environment, by the number of <c>captured</c>.</summary>
    public List<IrParameterInfo> Captured { get; } = new();

    /// <summary>A callback that writes the number of the round to the cell of its environment behind what is captured, and reads it there.</summary>
    public bool KeepsRound { get; set; }

    /// <summary>Checks of packet references are those of the program's kind already; what a function is made of another's blocks inherits.</summary>
    public bool PacketsAreChecked { get; set; }

    /// <summary>What is known of a parameter of the function, or of a captured value; null for any other.</summary>
    public IrParameterInfo? InfoOf(IrValue value) => value switch
    {
        IrParameter parameter when Entry.Parameters.IndexOf(parameter) is var index && index >= 0 && index < Parameters.Count => Parameters[index],
        IrInstruction { Op: IrOp.Captured } captured => Captured[captured.Immediate],
        _ => null,
    };
}

/// <param name="SourceType">Type as written, or what a by-reference parameter refers to.</param>
public readonly record struct IrParameterInfo(string Name, IrType SourceType)
{
    /// <summary>Of a subprogram's pointer: what memory it leads to.</summary>
    public IrPointee Pointee { get; init; }

    /// <summary>How many bytes of it are there.</summary>
    public int Bytes { get; init; }

    /// <summary>At which multiple the pointer lies for sure.</summary>
    public int Alignment { get; init; }
}
