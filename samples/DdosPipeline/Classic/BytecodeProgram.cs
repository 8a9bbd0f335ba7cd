using System.Collections.Generic;
using BpfSharp;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using BpfSharp.Protocols;
using static BpfSharp.Objects.Instructions.BpfInstructions;
using static DdosPipeline.Classic.ClassicRegisters;

namespace DdosPipeline.Classic;

/// <summary>
/// Makes one XDP program of the bytecode of a rule set: each piece in its turn, and the first one that matches is handed to <see cref="Pipeline.DecideBytecode"/>.
/// It sees the IPv4 packets that the raw table's PREROUTING would see: whole headers, and no bytes beyond the IP packet.
/// </summary>
internal static class BytecodeProgram
{
    /// <summary>A jump reaches 32,767 slots.</summary>
    public const int MostInstructions = 30_000;

    private const int LookupHelper = 1;
    private const int TailCallHelper = 12;
    private const int LeastBytes = EthernetHeader.Size + Ipv4Header.Size;
    private const int EtherTypeAt = 12;
    private const int EtherTypeIpv4 = 0x0008; // as a little-endian host reads it
    private const int TotalLengthAt = EthernetHeader.Size + 2;
    private const int Version4 = 4;
    private const int WordsOfLeastHeader = 5;

    /// <summary>Makes the program.</summary>
    /// <param name="programs">Each with what <see cref="Pipeline.DecideBytecode"/> is to be told.</param>
    public static BpfProgramImage Make(IReadOnlyList<(ClassicProgram Program, long Found)> programs)
    {
        var code = new CodeWriter();
        var pass = new CodeWriter.Place();
        var decide = new CodeWriter.Place();
        Begin(code, pass);
        bool canMatch = false;
        foreach ((ClassicProgram program, long found) in programs)
        {
            var flow = new ClassicFlow(program, LeastBytes);
            if (!flow.CanMatch)
                continue;
            canMatch = true;
            var matched = new CodeWriter.Place();
            var next = new CodeWriter.Place();
            ClassicTranslation.Write(code, program, matched, next, flow);
            code.Mark(matched);
            code.Add(LoadImm64(X, found));
            code.JumpAlways(decide);
            code.Mark(next);
            if (!flow.CanFail)
                break; // nothing leads to what follows, and the verifier refuses that
        }

        code.Mark(pass);
        code.Add(Mov64Imm(A, (int)XdpAction.Pass), Exit());
        code.Mark(decide);
        if (canMatch)
            Decide(code);
        code.Finish();
        var image = new BpfProgramImage { Name = "Bytecode", Section = "xdp" };
        image.Instructions.AddRange(code.Instructions);
        image.Relocations.AddRange(code.Relocations);
        return image;
    }

    // What ip_rcv asks of a packet.
    private static void Begin(CodeWriter code, CodeWriter.Place pass)
    {
        code.Add(Mov64(Context, 1), Load(BpfSize.Word, Frame, Context, 0), Load(BpfSize.Word, FrameEnd, Context, 4));
        code.Add(Mov64(FirstHelp, Frame), Alu64Imm(BpfAluOp.Add, FirstHelp, LeastBytes));
        code.Jump(JumpIf(BpfCondition.Greater, FirstHelp, FrameEnd, 0), pass);
        code.Add(Load(BpfSize.Half, FirstHelp, Frame, EtherTypeAt));
        code.Jump(JumpIfImm(BpfCondition.NotEqual, FirstHelp, EtherTypeIpv4, 0), pass);
        code.Add(Load(BpfSize.Byte, FirstHelp, Frame, EthernetHeader.Size), Mov64(SecondHelp, FirstHelp), Alu64Imm(BpfAluOp.ShiftRight, SecondHelp, 4));
        code.Jump(JumpIfImm(BpfCondition.NotEqual, SecondHelp, Version4, 0), pass);
        code.Add(Alu64Imm(BpfAluOp.And, FirstHelp, 0xf));
        code.Jump(JumpIfImm(BpfCondition.Less, FirstHelp, WordsOfLeastHeader, 0), pass);
        code.Add(Alu64Imm(BpfAluOp.ShiftLeft, FirstHelp, 2), Load(BpfSize.Half, End, Frame, TotalLengthAt), ToBigEndian(16, End));
        code.Jump(JumpIf(BpfCondition.Less, End, FirstHelp, 0), pass);
        code.Add(Alu64Imm(BpfAluOp.Add, End, EthernetHeader.Size), Mov64(FirstHelp, FrameEnd), Alu64(BpfAluOp.Sub, FirstHelp, Frame));
        code.Jump(JumpIf(BpfCondition.Greater, End, FirstHelp, 0), pass);
        code.Add(Store(BpfSize.Double, Stack, End, SavedEnd));
    }

    private static void Decide(CodeWriter code)
    {
        var absent = new CodeWriter.Place();
        code.Add(StoreImm(BpfSize.Word, Stack, Key, 0));
        code.LoadMap(1, "Found");
        code.Add(Mov64(2, Stack), Alu64Imm(BpfAluOp.Add, 2, Key), Call(LookupHelper));
        code.Jump(JumpIfImm(BpfCondition.Equal, 0, 0, 0), absent);
        code.Add(Store(BpfSize.Double, 0, X, 0), Mov64(1, Context));
        code.LoadMap(2, "Stages");
        code.Add(Mov64Imm(3, 0), Call(TailCallHelper));
        code.Mark(absent);
        code.Add(Mov64Imm(0, (int)XdpAction.Pass), Exit());
    }
}
