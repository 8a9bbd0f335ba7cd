namespace BpfSharp.Fuzz.Writing;

/// <summary>Something in scope: a local, parameter, global, or a path to a field of one.</summary>
internal sealed record Variable(string Path, PrimitiveType Type, bool Writable);
