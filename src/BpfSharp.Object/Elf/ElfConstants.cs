namespace BpfSharp.Objects.Elf;

/// <summary>What of elf.h a BPF object needs.</summary>
internal static class ElfConstants
{
    public const int HeaderSize = 64;
    public const int SectionHeaderSize = 64;
    public const int SymbolSize = 24;
    public const int RelocationSize = 16;

    public const int TypeRelocatable = 1;
    public const int MachineBpf = 247;

    public const uint SectionProgBits = 1;
    public const uint SectionSymbols = 2;
    public const uint SectionStrings = 3;
    public const uint SectionRela = 4;
    public const uint SectionNoBits = 8;
    public const uint SectionRel = 9;

    public const ulong FlagWrite = 1;
    public const ulong FlagAlloc = 2;
    public const ulong FlagExecute = 4;
    public const ulong FlagInfoLink = 0x40;

    public const int BindLocal = 0;
    public const int BindGlobal = 1;
    public const int Undefined = 0;
    public const int SymbolUntyped = 0;
    public const int SymbolObject = 1;
    public const int SymbolFunction = 2;
    public const int SymbolSection = 3;
    public const int IndexReserved = 0xff00;

    /// <summary>64-bit load of an address.</summary>
    public const uint RelocationLoad = 1;

    /// <summary>Address in data.</summary>
    public const uint RelocationAddress = 2;

    /// <summary>Call of a function in another section.</summary>
    public const uint RelocationCall = 10;

    public const string Text = ".text";
    public const string License = "license";
    public const string Info = ".bpfsharp";
}
