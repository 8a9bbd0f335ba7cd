namespace BpfSharp.Compiler.Ir;

/// <summary>A field of a context that not every supported kernel has, as declared by <c>[BpfContextField]</c>.</summary>
/// <param name="Since">First kernel that has it, such as <c>5.18</c>.</param>
public sealed record IrContextField(string Name, string Since);
