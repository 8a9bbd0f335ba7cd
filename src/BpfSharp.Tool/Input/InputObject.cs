using BpfSharp.Objects.Model;

namespace BpfSharp.Tool.Input;

/// <summary>An object that a file holds or is.</summary>
/// <param name="Name">The program class, or the file's name.</param>
/// <param name="Content">The ELF file.</param>
internal sealed record InputObject(string Name, byte[] Content, BpfObject Model);
