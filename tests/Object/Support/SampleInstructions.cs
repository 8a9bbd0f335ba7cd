using System.Collections.Generic;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Object.Tests.Support;

/// <summary>Instructions of a form, with the ends and the middle of what its operands can be.</summary>
internal static class SampleInstructions
{
    private static readonly (byte Register, short Offset, int Immediate)[] s_operands =
    [
        (0, 0, 0),
        (9, -8, -1),
        (10, 32767, int.MaxValue),
        (3, -32768, int.MinValue),
        (5, 1, 42),
    ];

    public static IEnumerable<BpfInstruction> Of(BpfInstructionForm form)
    {
        foreach (var (register, offset, immediate) in s_operands)
        {
            yield return new BpfInstruction(
                form.Opcode,
                Has(form, BpfFields.Destination) ? register : (byte)0,
                Has(form, BpfFields.Source) ? (byte)(10 - register) : form.Source,
                Has(form, BpfFields.Offset) ? offset : form.Offset,
                Has(form, BpfFields.Immediate) ? immediate : form.Immediate);
            if (form.Free == BpfFields.None)
                break;
        }
    }

    private static bool Has(BpfInstructionForm form, BpfFields field) => (form.Free & field) != 0;
}
