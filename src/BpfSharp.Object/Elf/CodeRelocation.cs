using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>A relocation of code, resolved: a map or data address, or (<see cref="Target"/> null) a function of <c>.text</c> by slot.</summary>
internal readonly record struct CodeRelocation(BpfRelocation? Target, int FunctionSlot);
