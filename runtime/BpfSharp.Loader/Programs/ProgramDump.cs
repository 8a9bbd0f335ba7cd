using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Btf;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Loader.Programs;

/// <summary>What the kernel has made of a program: instructions after the verifier, machine code, and the source lines of both.</summary>
internal static unsafe class ProgramDump
{
    private const int LineRecordSize = 16; // struct bpf_line_info

    public static IReadOnlyList<TranslatedInstruction> ReadTranslated(KernelProgram program)
    {
        ProgramInfo sizes = program.ReadInfo();
        byte[] code = new byte[sizes.TranslatedLength];
        byte[] lines = new byte[sizes.LineInfoCount * LineRecordSize];
        fixed (byte* codePointer = code, linePointer = lines)
        {
            var info = new ProgramInfo
            {
                TranslatedLength = code.Length,
                TranslatedInstructions = (ulong)codePointer,
                LineInfoCount = sizes.LineInfoCount,
                LineInfoRecordSize = LineRecordSize,
                LineInfo = (ulong)linePointer,
            };
            Fill(program, ref info, "read the instructions of");
            // Without the right to see kernel code the kernel gives none (bpf_dump_raw_ok, CAP_PERFMON).
            if (info.TranslatedInstructions == 0)
                throw KernelErrors.Create($"read the instructions of program '{program.Name}'", Errno.EPERM, Capabilities.Perfmon, Capabilities.SysAdmin);
        }
        Dictionary<int, SourceLine> sources = Sources(sizes, lines);
        List<BpfDisassemblyLine> texts = BpfDisassembler.Disassemble(BpfInstructionCodec.Decode(code));
        return texts.ConvertAll(t => new TranslatedInstruction(t.Slot, t.Text, sources.GetValueOrDefault(t.Slot)));
    }

    public static JitedCode ReadJited(KernelProgram program)
    {
        ProgramInfo sizes = program.ReadInfo();
        byte[] code = new byte[sizes.JitedLength];
        byte[] lines = new byte[sizes.LineInfoCount * LineRecordSize];
        ulong[] addresses = new ulong[sizes.JitedLineInfoCount];
        ulong[] functions = new ulong[sizes.JitedSymbolCount];
        uint[] lengths = new uint[sizes.JitedLengthCount];
        fixed (byte* codePointer = code, linePointer = lines)
        fixed (ulong* addressPointer = addresses, functionPointer = functions)
        fixed (uint* lengthPointer = lengths)
        {
            var info = new ProgramInfo
            {
                JitedLength = code.Length,
                JitedInstructions = (ulong)codePointer,
                LineInfoCount = sizes.LineInfoCount,
                LineInfoRecordSize = LineRecordSize,
                LineInfo = (ulong)linePointer,
                JitedLineInfoCount = addresses.Length,
                JitedLineInfoRecordSize = sizeof(ulong),
                JitedLineInfo = (ulong)addressPointer,
                JitedSymbolCount = functions.Length,
                JitedSymbols = (ulong)functionPointer,
                JitedLengthCount = lengths.Length,
                JitedLengths = (ulong)lengthPointer,
            };
            Fill(program, ref info, "read the machine code of");
            if (code.Length > 0 && info.JitedInstructions == 0)
                throw KernelErrors.Create($"read the machine code of program '{program.Name}'", Errno.EPERM, Capabilities.SysAdmin);
        }
        return new JitedCode(code, Array.ConvertAll(lengths, static l => (int)l), Lines(sizes, lines, addresses, functions, lengths));
    }

    private static void Fill(KernelProgram program, ref ProgramInfo info, string what)
    {
        int result = KernelObjects.TryFillInfo(program.Descriptor, ref info);
        if (result < 0)
            throw KernelErrors.Create($"{what} program '{program.Name}'", result, Capabilities.SysAdmin);
    }

    private static Dictionary<int, SourceLine> Sources(in ProgramInfo info, byte[] lines)
    {
        var found = new Dictionary<int, SourceLine>();
        if (KernelTypes.TryReadBytes(info.BtfId) is not { } btf)
            return found;
        ReadOnlySpan<uint> records = MemoryMarshal.Cast<byte, uint>(lines);
        for (int i = 0; i + 4 <= records.Length; i += 4)
            found[(int)records[i]] = Source(btf, records[i..]);
        return found;
    }

    private static List<JitedLine> Lines(in ProgramInfo info, byte[] lines, ulong[] addresses, ulong[] functions, uint[] lengths)
    {
        var found = new List<JitedLine>();
        if (KernelTypes.TryReadBytes(info.BtfId) is not { } btf)
            return found;
        ReadOnlySpan<uint> records = MemoryMarshal.Cast<byte, uint>(lines);
        for (int i = 0; i < addresses.Length && i * 4 + 4 <= records.Length; i++)
        {
            if (OffsetOf(addresses[i], functions, lengths) is { } offset)
                found.Add(new JitedLine(offset, Source(btf, records[(i * 4)..])));
        }
        return found;
    }

    // The code is that of all functions in a row, while each has an address of its own.
    private static int? OffsetOf(ulong address, ulong[] functions, uint[] lengths)
    {
        int start = 0;
        for (int i = 0; i < functions.Length && i < lengths.Length; i++)
        {
            if (address != 0 && address >= functions[i] && address - functions[i] < lengths[i])
                return start + (int)(address - functions[i]);
            start += (int)lengths[i];
        }
        return null;
    }

    // insn_off, file_name_off, line_off, line_col
    private static SourceLine Source(byte[] btf, ReadOnlySpan<uint> record) => new(
        KernelTypes.Text(btf, record[1]), (int)(record[3] >> 10), (int)(record[3] & 0x3ff), KernelTypes.Text(btf, record[2]));
}
