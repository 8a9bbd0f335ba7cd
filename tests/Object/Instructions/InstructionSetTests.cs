using System.Linq;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Instructions;
using CsCheck;
using Xunit;

namespace BpfSharp.Object.Tests.Instructions;

public sealed class InstructionSetTests
{
    [Fact]
    public void Each_name_is_there_once() =>
        Assert.Equal(BpfInstructionSet.Forms.Count, BpfInstructionSet.Forms.Select(form => form.Name).Distinct().Count());

    [Fact]
    public void Each_form_survives_bytes_and_is_found_again()
    {
        foreach (BpfInstructionForm form in BpfInstructionSet.Forms)
        {
            foreach (BpfInstruction instruction in SampleInstructions.Of(form))
            {
                BpfInstruction decoded = Assert.Single(BpfInstructionCodec.Decode(BpfInstructionCodec.Encode([instruction])));
                Assert.Equal(instruction, decoded);
                Assert.Equal(form.Name, BpfInstructionSet.Find(decoded)?.Name);
            }
        }
    }

    [Fact]
    public void No_instruction_is_of_two_forms()
    {
        foreach (BpfInstructionForm form in BpfInstructionSet.Forms)
        {
            foreach (BpfInstruction instruction in SampleInstructions.Of(form))
                Assert.Equal([form.Name], BpfInstructionSet.Forms.Where(other => other.Matches(instruction)).Select(other => other.Name));
        }
    }

    [Fact]
    public void Any_bytes_decode_and_encode_to_themselves() =>
        Gen.Byte.Array[0, 64].Select(bytes => bytes[..(bytes.Length / 8 * 8)]).Sample(bytes =>
            BpfInstructionCodec.Encode(BpfInstructionCodec.Decode(bytes)).SequenceEqual(bytes));

    [Fact]
    public void Any_bytes_have_a_text() =>
        Gen.Byte.Array[8, 8].Sample(bytes => BpfDisassembler.Format(BpfInstructionCodec.Decode(bytes, 0)).Length > 0);

    [Theory]
    [InlineData(0x07, 1, 2, 0, 5)]   // add of an immediate, with a source register
    [InlineData(0x07, 11, 0, 0, 5)]  // r11
    [InlineData(0x37, 1, 0, 2, 5)]   // division with offset 2
    [InlineData(0xd4, 1, 0, 0, 24)]  // byte swap of 24 bits
    [InlineData(0x7b, 1, 2, 8, 5)]   // store with an immediate
    [InlineData(0xdb, 1, 2, 0, 2)]   // atomic operation 2
    [InlineData(0x95, 0, 0, 0, 1)]   // exit with an immediate
    [InlineData(0x00, 0, 0, 0, 0)]   // second slot of a 64-bit load
    public void What_the_kernel_calls_reserved_has_no_form(byte opcode, byte dst, byte src, short offset, int immediate) =>
        Assert.Null(BpfInstructionSet.Find(new BpfInstruction(opcode, dst, src, offset, immediate)));
}
