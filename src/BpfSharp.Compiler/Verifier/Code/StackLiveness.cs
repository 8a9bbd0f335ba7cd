using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Code;

/// <summary>
/// Which stack slots may still be read. Reads and writes are noted while ways are walked, and carried backwards when a way ends
/// (<c>kernel/bpf/liveness.c</c>, 6.18; kernels before carry read marks along the ways instead).
/// </summary>
internal sealed class StackLiveness
{
    private readonly CodeGraph _code;
    private readonly List<FunctionInstance> _instances = new();
    private readonly ulong[] _writes = new ulong[WalkState.MaxFrames];
    private FunctionInstance? _current;
    private int _slot;

    public StackLiveness(CodeGraph code) => _code = code;

    /// <summary>Before an instruction.</summary>
    public void Begin(WalkState state, int slot)
    {
        _current ??= InstanceOf(state, state.Depth);
        Begin(_current, slot);
    }

    public void Read(int frame, int slotOfCode, ulong mask) => Read(_current!, frame, slotOfCode, mask);

    public void Write(int frame, ulong mask) => _writes[frame] |= mask;

    /// <summary>Behind an instruction. A call or a return has left the function: its writes don't count.</summary>
    public void End()
    {
        if (_current is not null)
            End(_current);
    }

    /// <summary>Another function, or another way, goes on.</summary>
    public void Leave() => _current = null;

    /// <summary>A way has ended, or a function has: what was noted counts from now on.</summary>
    public void Update(WalkState state)
    {
        _current = null;
        for (int frame = state.Depth; frame >= 0; frame--)
        {
            FunctionInstance instance = InstanceOf(state, frame);
            if (!instance.IsChanged)
                continue;
            Update(instance);
            instance.IsChanged = false;
            instance.HasLostWrites = false;
        }
    }

    /// <summary>Of each slot of a frame, whether it may still be read behind a state.</summary>
    public ulong Alive(WalkState state, int frame)
    {
        ulong alive = Live(InstanceOf(state, state.Depth), state.Slot, frame);
        for (int i = frame; i < state.Depth; i++)
        {
            int callSite = state.Frames[i + 1].CallSite;
            alive |= Live(InstanceOf(state, i), _code.CallsBack(callSite) ? callSite : callSite + 1, frame);
        }

        return alive;
    }

    private static ulong Live(FunctionInstance instance, int slot, int frame) =>
        instance.Frames[frame] is { } masks ? masks[slot - instance.Start].LiveBefore : 0;

    private FunctionInstance InstanceOf(WalkState state, int depth)
    {
        foreach (FunctionInstance known in _instances)
        {
            if (IsOf(known, state, depth))
                return known;
        }

        var callSites = new int[depth];
        for (int i = 0; i < depth; i++)
            callSites[i] = state.Frames[i + 1].CallSite;
        int start = state.Frames[depth].Start;
        int length = _code.EndOf(_code.FunctionAt(start)) - start;
        var instance = new FunctionInstance(callSites, start, length, depth == 0 ? null : InstanceOf(state, depth - 1));
        _instances.Add(instance);
        return instance;
    }

    private static bool IsOf(FunctionInstance instance, WalkState state, int depth)
    {
        if (instance.Depth != depth || instance.Start != state.Frames[depth].Start)
            return false;
        for (int i = depth; i > 0; i--)
        {
            if (instance.CallSites[i - 1] != state.Frames[i].CallSite)
                return false;
        }

        return true;
    }

    private void Begin(FunctionInstance instance, int slot)
    {
        _slot = slot;
        Array.Clear(_writes, 0, instance.Depth + 1);
    }

    private static void Read(FunctionInstance instance, int frame, int slot, ulong mask)
    {
        ref SlotMasks masks = ref instance.MasksOf(frame)[slot - instance.Start];
        ulong all = masks.MayRead | mask;
        if (all != masks.MayRead && (all | masks.LiveBefore) != masks.LiveBefore)
            instance.IsChanged = true;
        masks.MayRead = all;
    }

    private void End(FunctionInstance instance)
    {
        int index = _slot - instance.Start;
        for (int frame = 0; frame <= instance.Depth; frame++)
        {
            ulong mask = _writes[frame];
            if (mask == 0 && !instance.IsSeen[index])
                continue;
            if (mask == 0 && instance.Frames[frame] is null)
                continue;
            ref SlotMasks masks = ref instance.MasksOf(frame)[index];
            ulong old = masks.MustWrite;
            if (instance.IsSeen[index])
                mask &= old;
            if (old != mask)
            {
                masks.MustWrite = mask;
                instance.IsChanged = true;
            }

            instance.HasLostWrites |= (old & ~mask) != 0;
        }

        instance.IsSeen[index] = true;
    }

    private void Update(FunctionInstance instance)
    {
        int[] order = _code.Postorders[_code.FunctionAt(instance.Start)];
        for (int frame = 0; frame <= instance.Depth; frame++)
        {
            if (instance.HasLostWrites && instance.Frames[frame] is { } masks)
            {
                for (int i = 0; i < masks.Length; i++)
                    masks[i].MustWriteLater = 0;
            }
        }

        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int frame = 0; frame <= instance.Depth; frame++)
            {
                if (instance.Frames[frame] is not { } masks)
                    continue;
                foreach (int slot in order)
                    changed |= Update(masks, slot, instance.Start);
            }
        }

        if (instance.Outer is { } outer)
            Carry(instance, outer);
    }

    private bool Update(SlotMasks[] masks, int slot, int start)
    {
        int count = _code.Successors(slot, out int first, out int second);
        if (count == 0)
            return false;
        SlotMasks next = masks[first - start];
        ulong after = next.LiveBefore;
        ulong written = next.MustWriteLater;
        if (count > 1)
        {
            after |= masks[second - start].LiveBefore;
            written &= masks[second - start].MustWriteLater;
        }

        ref SlotMasks own = ref masks[slot - start];
        written |= own.MustWrite;
        ulong before = (after & ~own.MustWrite) | own.MayRead;
        bool changed = before != own.LiveBefore || written != own.MustWriteLater;
        own.LiveBefore = before;
        own.MustWriteLater = written;
        return changed;
    }

    // A call reads and writes what its function does.
    private void Carry(FunctionInstance instance, FunctionInstance outer)
    {
        int callSite = instance.CallSites[instance.Depth - 1];
        Begin(outer, callSite);
        for (int frame = 0; frame < instance.Depth; frame++)
        {
            if (instance.Frames[frame] is not { } masks)
                continue;
            Write(frame, masks[0].MustWriteLater);
            Read(outer, frame, callSite, masks[0].LiveBefore);
        }

        End(outer);
    }
}
