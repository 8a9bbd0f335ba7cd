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
}

/// <param name="SourceType">Type as written, or what a by-reference parameter refers to.</param>
public readonly record struct IrParameterInfo(string Name, IrType SourceType);
