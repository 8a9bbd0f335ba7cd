using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Loader;

/// <summary>Puts a function in front of a program that calls it, and then goes on to the next program of a chain or returns the result. What was the program becomes a
/// function behind it, unchanged: all its jumps and calls are relative.</summary>
internal static class TailCallWrapping
{
    private const int TailCall = 12;
    private const int NextEntry = 0;

    // Slots from the map's load to the end.
    private const int FromMap = 6;

    /// <param name="next">The name of the program array that the relocation is to find.</param>
    public static BpfProgramImage Wrap(BpfProgramImage program, string next, uint continueOn)
    {
        List<BpfInstruction> front = Front(continueOn);
        int length = front.Count;
        var wrapped = new BpfProgramImage { Name = program.Name, Section = program.Section };
        wrapped.Instructions.AddRange(front);
        wrapped.Instructions.AddRange(program.Instructions);
        wrapped.Relocations.Add(new BpfRelocation(length - FromMap, BpfRelocationKind.Map, next, 0));
        wrapped.Relocations.AddRange(program.Relocations.Select(r => r with { Slot = r.Slot + length }));
        wrapped.Functions.AddRange(program.Functions.Take(1));
        wrapped.Functions.AddRange(program.Functions.Select(f => f with { Slot = f.Slot + length }));
        wrapped.Lines.AddRange(program.Lines.Take(1));
        wrapped.Lines.AddRange(program.Lines.Select(l => l with { Slot = l.Slot + length }));
        return wrapped;
    }

    /// <summary>The records that belong to what <see cref="Wrap(BpfProgramImage, string, uint)"/> makes.</summary>
    public static BtfProgramInfo Wrap(BtfProgramInfo records)
    {
        int length = Front(0).Count;
        return new BtfProgramInfo(
            Shift(records.Functions, BtfProgramInfo.FunctionRecordSize, length), Shift(records.Lines, BtfProgramInfo.LineRecordSize, length));
    }

    private static List<BpfInstruction> Front(uint continueOn)
    {
        List<BpfInstruction> verdict = [.. ChainVerdict.ReturnUnless(continueOn)];
        List<BpfInstruction> goOn = [.. LoadMap(2), Mov64Imm(3, NextEntry), Call(TailCall), Mov64Imm(0, (int)XdpAction.Pass), Exit()];
        // The call counts from the slot behind it to the one behind the front.
        int distance = verdict.Count + 1 + goOn.Count;
        return [Mov64(6, 1), CallSubprogram(distance), .. verdict, Mov64(1, 6), .. goOn];
    }

    // The first record once more, at slot 0, then all of them further behind.
    private static byte[] Shift(byte[] records, int size, int slots)
    {
        if (records.Length == 0)
            return records;
        byte[] shifted = [.. records[..size], .. records];
        for (int at = size; at < shifted.Length; at += size)
            MemoryMarshal.Write(shifted.AsSpan(at), MemoryMarshal.Read<int>(shifted.AsSpan(at)) + slots);
        return shifted;
    }
}
