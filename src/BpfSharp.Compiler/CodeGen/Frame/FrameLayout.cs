using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>Places slots below r10, in words of 8 bytes (the verifier wants the stack accessed aligned); those that are never in use together may lie in one place.</summary>
internal static class FrameLayout
{
    private const int Word = 8;
    private const int Half = 4;

    /// <returns>Bytes of the frame.</returns>
    public static int Run(MachineFunction function)
    {
        int bytes = 0;
        List<FrameSlot> slots = Used(function);
        var conflicts = new SlotConflicts(function, slots);
        var placed = new List<FrameSlot>();
        // Large ones first: small ones fit between them.
        foreach (FrameSlot slot in slots.OrderByDescending(static s => s.Size))
        {
            slot.Offset = Below(0, slot);
            placed.Sort(static (a, b) => b.Offset.CompareTo(a.Offset));
            foreach (FrameSlot other in placed)
            {
                bool overlaps = slot.Offset < other.Offset + other.Size && other.Offset < slot.Offset + slot.Size;
                if (overlaps && conflicts.Conflict(slot, other))
                    slot.Offset = Below(other.Offset, slot);
            }

            placed.Add(slot);
            bytes = System.Math.Max(bytes, -slot.Offset);
        }

        return bytes;
    }

    private static int Below(int place, FrameSlot slot) => -RoundUp(RoundUp(-place) + slot.Size) + (slot.IsUpperHalf ? Half : 0);

    private static int RoundUp(int size) => (size + Word - 1) / Word * Word;

    /// <summary>What fills the frame, largest first: <c>buffer (256), ...</c>.</summary>
    public static string Describe(MachineFunction function)
    {
        List<FrameSlot> slots = Used(function);
        var parts = slots.Where(static s => s.Name.Length != 0).OrderByDescending(static s => s.Size)
            .Select(static s => s.Name + " (" + s.Size.ToString(CultureInfo.InvariantCulture) + ")").ToList();
        int unnamed = slots.Where(static s => s.Name.Length == 0).Sum(static s => s.Size);
        if (unnamed != 0)
            parts.Add("temporaries (" + unnamed.ToString(CultureInfo.InvariantCulture) + ")");
        return string.Join(", ", parts);
    }

    private static List<FrameSlot> Used(MachineFunction function)
    {
        var used = new HashSet<FrameSlot>();
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                if (instruction.Slot is not null)
                    used.Add(instruction.Slot);
            }
        }

        return function.Slots.Where(used.Contains).ToList();
    }
}
