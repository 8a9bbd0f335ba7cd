using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Programs;

/// <summary>A global function of a loaded program, which another program can take the place of.</summary>
/// <param name="Program">The program with the function.</param>
/// <param name="FunctionId">The function's type among that program's BTF.</param>
internal sealed record ExtensionTarget(FileDescriptor Program, int FunctionId);
