using System.Collections.Generic;
using System.Linq;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Objects that need no compiler.</summary>
internal static class Handmade
{
    public const string Counter = "s_count";
    public const string Verdict = "Verdict";
    public const string SourceFile = "/src/Handmade.cs";

    private const int TailCall = 12;
    private const int RingBufferOutput = 130;

    /// <summary>A program <c>count</c> that counts packets in a global and returns a load-time constant.</summary>
    public static BpfObject CountingObject(string section, int verdict, string program = "count")
    {
        var result = new BpfObject();
        int counterType = result.Types.Add(new BtfInt(8, 0) { Name = "ulong" });
        int verdictType = result.Types.Add(new BtfInt(4, 1) { Name = "int" });
        result.DataSections.Add(new BpfDataSection { Name = ".bss", Content = new byte[8], Variables = { new BpfVariable(Counter, 0, 8, counterType) } });
        result.DataSections.Add(new BpfDataSection
        {
            Name = ".rodata",
            Content = System.BitConverter.GetBytes(verdict),
            Variables = { new BpfVariable(Verdict, 0, 4, verdictType) },
        });
        AddProgram(
            result,
            program,
            section,
            [
                .. LoadMapValue(1),
                Mov64Imm(2, 1),
                Atomic(BpfSize.Double, BpfAtomicOp.Add, 1, 2, 0),
                .. LoadMapValue(1),
                Load(BpfSize.Word, 0, 1, 0),
                Exit(),
            ],
            (0, BpfRelocationKind.Data, ".bss", 0),
            (4, BpfRelocationKind.Data, ".rodata", 0));
        return result;
    }

    /// <summary>Adds a program with one source line for each instruction: <c>line n of NAME</c> at line n + 1.</summary>
    public static BpfProgramImage AddProgram(
        BpfObject target,
        string name,
        string section,
        IReadOnlyList<BpfInstruction> instructions,
        params (int Slot, BpfRelocationKind Kind, string Symbol, int Offset)[] relocations)
    {
        var program = new BpfProgramImage { Name = name, Section = section };
        program.Instructions.AddRange(instructions);
        program.Relocations.AddRange(relocations.Select(static r => new BpfRelocation(r.Slot, r.Kind, r.Symbol, r.Offset)));
        int number = target.Types.Add(new BtfInt(4, 1) { Name = "int" });
        int prototype = target.Types.Add(new BtfFunctionPrototype(number, []));
        int function = target.Types.Add(new BtfFunction(prototype, 0) { Name = name });
        program.Functions.Add(new BpfFunctionInfo(0, name, function));
        for (int slot = 0; slot < instructions.Count; slot++)
        {
            bool isSecondSlot = slot > 0 && instructions[slot - 1].Opcode == BpfOpcodes.LoadImmediate64;
            if (!isSecondSlot)
                program.Lines.Add(new BpfLineInfo(slot, SourceFile, $"line {slot} of {name}", slot + 1, 5));
        }
        target.Programs.Add(program);
        return program;
    }

    /// <summary>A program that only returns a verdict.</summary>
    public static BpfObject Constant(string section, int verdict, string program = "constant")
    {
        var result = new BpfObject();
        AddProgram(result, program, section, [Mov64Imm(0, verdict), Exit()]);
        return result;
    }

    /// <summary>Adds a program that tail-calls entry 0 and otherwise returns a verdict.</summary>
    public static void AddTailCaller(BpfObject target, string name, string map, int otherwise) => AddProgram(
        target,
        name,
        "xdp",
        [.. LoadMap(2), Mov64Imm(3, 0), Call(TailCall), Mov64Imm(0, otherwise), Exit()],
        (0, BpfRelocationKind.Map, map, 0));

    /// <summary>Adds a program that writes the packet's length, as 8 bytes, to a ring buffer; nothing where it is full (verdict: 2 plus the helper's result).</summary>
    public static void AddRingWriter(BpfObject target, string name, string map) => AddProgram(
        target,
        name,
        "xdp",
        [
            Load(BpfSize.Word, 2, 1, 4),
            Load(BpfSize.Word, 3, 1, 0),
            Alu64(BpfAluOp.Sub, 2, 3),
            Store(BpfSize.Double, 10, 2, -8),
            .. LoadMap(1),
            Mov64(2, 10),
            Alu64Imm(BpfAluOp.Add, 2, -8),
            Mov64Imm(3, 8),
            Mov64Imm(4, 0),
            Call(RingBufferOutput),
            Alu64Imm(BpfAluOp.Add, 0, 2),
            Exit(),
        ],
        (4, BpfRelocationKind.Map, map, 0));

    public static BpfMapDefinition Map(string name, int type, int keySize, int valueSize, uint entries, uint flags = 0) =>
        new() { Name = name, MapType = type, KeySize = keySize, ValueSize = valueSize, MaxEntries = entries, Flags = flags };
}
