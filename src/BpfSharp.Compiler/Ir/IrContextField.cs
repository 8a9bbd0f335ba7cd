namespace BpfSharp.Compiler.Ir;

/// <summary>A field of a context that not every supported kernel has, or that leads to a structure of the kernel's, as declared by <c>[BpfContextField]</c>.</summary>
/// <param name="Since">First kernel that has it, such as <c>5.18</c>; empty: all.</param>
/// <param name="ResultBytes">Bytes of the structure that the field points to, if it does not hold null; 0: it is a number.</param>
public sealed record IrContextField(string Name, string Since, int ResultBytes = 0);
