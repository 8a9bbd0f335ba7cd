namespace BpfSharp.Compiler.Safety;

/// <summary>A field of a map's value that is the kernel's: a lock or a timer.</summary>
internal readonly record struct KernelField(string Kind, int Offset, int Size);
