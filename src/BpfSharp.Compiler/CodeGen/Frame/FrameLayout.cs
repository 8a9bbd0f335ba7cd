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
                if (overlaps && (conflicts.Conflict(slot, other) || (function.IsCalled && IsMixed(slot, other))))
                    slot.Offset = Below(other.Offset, slot);
            }

            placed.Add(slot);
            bytes = System.Math.Max(bytes, -slot.Offset);
        }

        return bytes;
    }

    // A word of which a part is written and read is one that may be read unwritten, as far as the verifier sees (its liveness is by words). Then a way on which it is not written is like one on which all of it was, and if
    // the number there mattered, the verifier (6.18) looks for it on the other one up to the call of the function: "verifier bug: callback leftover stack slots 1".
    private static bool IsMixed(FrameSlot slot, FrameSlot other) => (slot.Size % Word == 0) != (other.Size % Word == 0);

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
