using System;
using System.Buffers.Binary;
using System.Text;

namespace BpfSharp.Object.Tests.Support;

/// <summary>Finds and changes parts of an ELF file, without the reader that is tested.</summary>
internal static class ElfBytes
{
    /// <summary>Position of the header of a section.</summary>
    public static int SectionHeader(byte[] bytes, string name)
    {
        int table = (int)U64(bytes, 40);
        int names = (int)U64(bytes, table + U16(bytes, 62) * 64 + 24);
        for (int i = 0; i < U16(bytes, 60); i++)
        {
            int header = table + i * 64;
            int start = names + (int)U32(bytes, header);
            if (Encoding.UTF8.GetString(bytes, start, Array.IndexOf(bytes, (byte)0, start) - start) == name)
                return header;
        }

        throw new ArgumentException($"There is no section {name}.", nameof(name));
    }

    /// <summary>The object with a program's two instructions many times over, each with a symbol and a relocation of its own.</summary>
    public static byte[] WithManyPrograms(byte[] bytes, string section, int count)
    {
        int symbols = SectionHeader(bytes, ".symtab");
        bytes = Repeat(bytes, SectionHeader(bytes, section), 0, 16, count, static (_, _) => { });
        bytes = Repeat(bytes, SectionHeader(bytes, ".rel" + section), 0, 16, count, static (entry, i) => BinaryPrimitives.WriteUInt64LittleEndian(entry, (ulong)i * 16));
        int last = (int)U64(bytes, symbols + 32) - 24;
        return Repeat(bytes, symbols, last, 24, count, static (entry, i) => BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], (ulong)i * 16));
    }

    private delegate void Change(Span<byte> entry, int index);

    /// <summary>Moves a section to the end of the file, with one of its entries repeated.</summary>
    private static byte[] Repeat(byte[] bytes, int header, int entry, int entrySize, int count, Change change)
    {
        int offset = (int)U64(bytes, header + 24);
        int size = entry + count * entrySize;
        byte[] result = new byte[bytes.Length + size];
        bytes.CopyTo(result, 0);
        bytes.AsSpan(offset, entry).CopyTo(result.AsSpan(bytes.Length));
        for (int i = 0; i < count; i++)
        {
            Span<byte> target = result.AsSpan(bytes.Length + entry + i * entrySize, entrySize);
            bytes.AsSpan(offset + entry, entrySize).CopyTo(target);
            change(target, i);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(result.AsSpan(header + 24), (ulong)bytes.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(result.AsSpan(header + 32), (ulong)size);
        return result;
    }

    private static int U16(byte[] bytes, int position) => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(position));

    private static uint U32(byte[] bytes, int position) => BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(position));

    private static ulong U64(byte[] bytes, int position) => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(position));
}
