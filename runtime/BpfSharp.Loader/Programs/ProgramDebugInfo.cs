using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Loader.Programs;

/// <summary>Types, function and line information that go with a program into the kernel.</summary>
internal sealed record ProgramDebugInfo(FileDescriptor Btf, BtfProgramInfo Records);
