using System;
using System.Collections.Generic;
using BpfSharp.Objects.Binary;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Btf;

/// <summary>Function and line info of one code section, by slot in the section.</summary>
internal sealed class SectionInfo
{
    public List<(int Slot, int TypeId)> Functions { get; } = new();

    public List<BpfLineInfo> Lines { get; } = new();
}

/// <summary>Reads the bytes of <c>.BTF.ext</c>.</summary>
internal static class BtfExtReader
{
    /// <param name="strings">The strings of <c>.BTF</c>.</param>
    /// <returns>Info by the name of the code section.</returns>
    public static Dictionary<string, SectionInfo> Read(ByteReader reader, StringSection strings)
    {
        if (reader.U16() != BtfWriter.Magic)
            throw reader.Fail("the magic number is not that of little-endian BTF");
        if (reader.U8() != 1)
            throw reader.Fail("the version is not 1");
        reader.U8();
        uint headerSize = reader.U32();
        ByteReader functions = Part(reader, headerSize, ".BTF.ext function info");
        ByteReader lines = Part(reader, headerSize, ".BTF.ext line info");

        // Only headers that reach so far have relocations against the running kernel's types.
        if (headerSize >= BtfExtWriter.HeaderSize)
        {
            reader.U32();
            if (reader.U32() != 0)
                throw reader.Fail("the object has CO-RE relocations, which are not supported");
        }

        var sections = new Dictionary<string, SectionInfo>(StringComparer.Ordinal);
        ReadRecords(functions, strings, sections, BtfProgramInfo.FunctionRecordSize, static (record, slot, info, _) =>
        {
            if (info.Functions.Count > 0 && info.Functions[info.Functions.Count - 1].Slot >= slot)
                throw record.Fail("its slots do not increase");
            info.Functions.Add((slot, record.I32()));
        });
        ReadRecords(lines, strings, sections, BtfProgramInfo.LineRecordSize, static (record, slot, info, strings) =>
        {
            if (info.Lines.Count > 0 && info.Lines[info.Lines.Count - 1].Slot >= slot)
                throw record.Fail("its slots do not increase");
            string file = strings[record.U32()];
            string text = strings[record.U32()];
            uint position = record.U32();
            info.Lines.Add(new(slot, file, text, (int)(position >> BtfProgramInfo.ColumnBits), (int)(position & BtfProgramInfo.MaxColumn)));
        });
        return sections;
    }

    private delegate void RecordReader(ByteReader record, int slot, SectionInfo info, StringSection strings);

    private static ByteReader Part(ByteReader reader, uint headerSize, string what)
    {
        uint offset = reader.U32();
        uint length = reader.U32();
        return reader.Part((ulong)headerSize + offset, length, what);
    }

    private static void ReadRecords(ByteReader reader, StringSection strings, Dictionary<string, SectionInfo> sections, int minimum, RecordReader read)
    {
        if (reader.Length == 0)
            return;

        uint recordSize = reader.U32();
        if (recordSize < minimum)
            throw reader.Fail($"its records have {recordSize} bytes instead of {minimum} or more");
        while (reader.Remaining > 0)
        {
            string section = strings[reader.U32()];
            uint count = reader.U32();
            if (count > (uint)reader.Remaining / recordSize)
                throw reader.Fail($"the {count} records of section '{section}' reach beyond its end");
            if (!sections.TryGetValue(section, out SectionInfo? info))
                sections.Add(section, info = new SectionInfo());

            for (uint i = 0; i < count; i++)
            {
                int start = reader.Position;
                uint offset = reader.U32();
                if (offset % BpfInstruction.Size != 0 || offset > int.MaxValue)
                    throw reader.Fail($"there is no instruction at byte {offset}");
                read(reader, (int)offset / BpfInstruction.Size, info, strings);
                reader.Position = start + (int)recordSize;
            }
        }
    }
}
