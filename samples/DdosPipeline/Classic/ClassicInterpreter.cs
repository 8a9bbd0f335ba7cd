using System;
using System.Buffers.Binary;

namespace DdosPipeline.Classic;

/// <summary>Runs bytecode over a packet, as the kernel would: what translated bytecode is compared with where there is no kernel.</summary>
public static class ClassicInterpreter
{
    /// <summary>Runs a program.</summary>
    /// <param name="program">Which.</param>
    /// <param name="packet">From the IP header on. What lies beside the packet is not there: a load of it ends the program with 0.</param>
    /// <returns>What it returns; anything but 0 matches.</returns>
    public static uint Run(ClassicProgram program, ReadOnlySpan<byte> packet)
    {
        ArgumentNullException.ThrowIfNull(program);
        Span<uint> memory = stackalloc uint[ClassicProgram.Memory];
        uint a = 0, x = 0;
        for (int at = 0; ; at++)
        {
            ClassicInstruction instruction = program.Instructions[at];
            uint operand = instruction.UsesX ? x : instruction.K;
            switch (instruction.Class)
            {
                case ClassicClass.Load when instruction.Mode == ClassicMode.Memory:
                    a = memory[(int)instruction.K];
                    break;
                case ClassicClass.LoadX when instruction.Mode == ClassicMode.Memory:
                    x = memory[(int)instruction.K];
                    break;
                case ClassicClass.Load when instruction.K == ClassicAncillary.ExclusiveOrX && instruction.Mode == ClassicMode.Absolute:
                    a ^= x;
                    break;
                case ClassicClass.Load:
                    if (!TryLoad(instruction, packet, x, out a))
                        return 0;
                    break;
                case ClassicClass.LoadX:
                    if (!TryLoad(instruction, packet, x, out x))
                        return 0;
                    break;
                case ClassicClass.Store:
                    memory[(int)instruction.K] = a;
                    break;
                case ClassicClass.StoreX:
                    memory[(int)instruction.K] = x;
                    break;
                case ClassicClass.Arithmetic:
                    if (operand == 0 && instruction.Operation is (ClassicOperations.Divide or ClassicOperations.Modulo))
                        return 0;
                    a = Compute(instruction.Operation, a, operand);
                    break;
                case ClassicClass.Jump when instruction.Operation == ClassicOperations.Always:
                    at += (int)instruction.K;
                    break;
                case ClassicClass.Jump:
                    at += Holds(instruction.Operation, a, operand) ? instruction.True : instruction.False;
                    break;
                case ClassicClass.Return:
                    return instruction.Code == ClassicOperations.ReturnA ? a : instruction.K;
                default:
                    if (instruction.Code == ClassicOperations.TransferToX)
                        x = a;
                    else
                        a = x;
                    break;
            }
        }
    }

    private static bool TryLoad(ClassicInstruction instruction, ReadOnlySpan<byte> packet, uint x, out uint value)
    {
        value = instruction.Mode switch
        {
            ClassicMode.Immediate => instruction.K,
            ClassicMode.Length => (uint)packet.Length,
            _ => 0,
        };
        if (instruction.Mode is ClassicMode.Immediate or ClassicMode.Length)
            return true;
        uint at = instruction.Mode == ClassicMode.Indirect ? x + instruction.K : instruction.K;
        if (at >= ClassicAncillary.Network)
            at -= ClassicAncillary.Network; // what is beside the packet comes to lie beyond it
        int size = instruction.Bytes;
        if (at > int.MaxValue || packet.Length - (long)at < size)
            return false;
        ReadOnlySpan<byte> bytes = packet[(int)at..];
        value = size switch
        {
            4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
            2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
            _ => bytes[0],
        };
        if (instruction.Mode == ClassicMode.HeaderLength)
            value = (value & 0xf) * 4;
        return true;
    }

    // A shift takes the lower five bits, as the processor does.
    private static uint Compute(int operation, uint a, uint operand) => operation switch
    {
        ClassicOperations.Add => a + operand,
        ClassicOperations.Subtract => a - operand,
        ClassicOperations.Multiply => a * operand,
        ClassicOperations.Divide => a / operand,
        ClassicOperations.Modulo => a % operand,
        ClassicOperations.Or => a | operand,
        ClassicOperations.And => a & operand,
        ClassicOperations.ExclusiveOr => a ^ operand,
        ClassicOperations.ShiftLeft => a << (int)(operand & 31),
        ClassicOperations.ShiftRight => a >> (int)(operand & 31),
        _ => 0 - a,
    };

    private static bool Holds(int operation, uint a, uint operand) => operation switch
    {
        ClassicOperations.Equal => a == operand,
        ClassicOperations.Greater => a > operand,
        ClassicOperations.GreaterOrEqual => a >= operand,
        _ => (a & operand) != 0,
    };
}
