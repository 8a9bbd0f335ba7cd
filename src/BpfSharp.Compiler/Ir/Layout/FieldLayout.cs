namespace BpfSharp.Compiler.Ir.Layout;

/// <param name="Type">Closed type of one element.</param>
/// <param name="Count">Elements of a fixed buffer or inline array; 1 for a plain field.</param>
/// <param name="Size">Bytes of all elements.</param>
public readonly record struct FieldLayout(string Name, IrType Type, int Offset, int Count, int Size);
