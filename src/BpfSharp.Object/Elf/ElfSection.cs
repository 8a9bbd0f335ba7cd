namespace BpfSharp.Objects.Elf;

/// <summary>A section header.</summary>
internal sealed record ElfSection(int Index, string Name, uint Type, ulong Flags, ulong Offset, ulong Size, uint Link, uint Info)
{
    public bool IsCode => Type == ElfConstants.SectionProgBits && (Flags & ElfConstants.FlagExecute) != 0;
}
