namespace BpfSharp.Objects.Elf;

/// <param name="Section">Index of the section; 0: undefined; from 0xff00 on: special.</param>
internal readonly record struct ElfSymbol(string Name, int Type, int Bind, int Section, ulong Value, ulong Size);
