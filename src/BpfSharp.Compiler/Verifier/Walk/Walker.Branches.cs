using System;
using BpfSharp.Compiler.Verifier.States;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Walk;

// Conditional jumps (check_cond_jmp_op).
internal sealed partial class Walker
{
    private Step Branch(BpfInstruction i)
    {
        bool wide = (i.Opcode & BpfOpcodes.ClassMask) == BpfOpcodes.Jmp;
        bool hasSource = (i.Opcode & BpfOpcodes.Register) != 0;
        var condition = (BpfCondition)(i.Opcode & BpfOpcodes.OperationMask);
        ref Register left = ref Registers[i.Destination];
        Register constant = default;
        if (!hasSource)
            constant.SetScalar((ulong)i.Immediate);
        ref Register right = ref hasSource ? ref Registers[i.Source] : ref constant;
        if (left.Kind == RegisterKind.None || right.Kind == RegisterKind.None)
            return Refuse("!read_ok");
        JumpFlags flags = (hasSource && right.Kind == RegisterKind.Stack ? JumpFlags.SourceIsStack : JumpFlags.None)
            | (left.Kind == RegisterKind.Stack ? JumpFlags.DestinationIsStack : JumpFlags.None);
        if (flags != JumpFlags.None)
            Record(flags, 0, 0, null);

        int target = _code.Target(_slot);
        if (BranchOutcome.Of(left, right, condition, wide) is { } isTaken)
        {
            if (left.IsScalar)
                _precision.Mark(_state, i.Destination);
            if (hasSource && right.IsScalar)
                _precision.Mark(_state, i.Source);
            _slot = isTaken ? target : _slot + 1;
            return Step.Next;
        }

        LinkedPlaces linked = CollectLinked(left, right, hasSource);
        if (linked.Count > 1)
        {
            Record(JumpFlags.None, 0, 0, linked);
            _linked = new LinkedPlaces();
        }

        if (Push(target, _slot) is not { } other)
            return Step.Stop;
        Refine(i, condition, wide, hasSource, ref left, ref right, constant, other);
        if (hasSource && right.IsScalar && right.Id != 0)
            SyncLinked(linked, other, i.Source);
        if (left.IsScalar && left.Id != 0)
            SyncLinked(linked, other, i.Destination);
        LearnOfPointers(i, condition, wide, hasSource, ref left, ref right, other);
        _slot++;
        return Step.Next;
    }

    private static void Refine(
        BpfInstruction i, BpfCondition condition, bool wide, bool hasSource, ref Register left, ref Register right, in Register value, WalkState other)
    {
        if (!left.IsScalar || !right.IsScalar || (hasSource && i.Destination == i.Source))
            return;
        ref Register otherLeft = ref other.Top.Registers[i.Destination];
        Register constant = value;
        ref Register otherRight = ref hasSource ? ref other.Top.Registers[i.Source] : ref constant;
        BranchRefinement.Apply(ref left, ref right, BranchRefinement.Reverse(condition), wide);
        BranchRefinement.Apply(ref otherLeft, ref otherRight, condition, wide);
        Bounds.ForgetContradiction(ref otherLeft);
        Bounds.ForgetContradiction(ref otherRight);
        Bounds.ForgetContradiction(ref left);
        Bounds.ForgetContradiction(ref right);
    }

    private void LearnOfPointers(BpfInstruction i, BpfCondition condition, bool wide, bool hasSource, ref Register left, ref Register right, WalkState other)
    {
        if (!wide)
            return;
        bool isEquality = condition is BpfCondition.Equal or BpfCondition.NotEqual;
        if (hasSource && isEquality && !left.IsScalar && !right.IsScalar && left.MayBeNull != right.MayBeNull)
        {
            // Equal to one that is not null.
            WalkState equal = condition == BpfCondition.Equal ? other : _state;
            SetNotNull(ref equal.Top.Registers[right.MayBeNull ? i.Source : i.Destination]);
        }

        if (!hasSource && i.Immediate == 0 && isEquality && left.MayBeNull)
        {
            SetNull(_state, i.Destination, condition == BpfCondition.NotEqual);
            SetNull(other, i.Destination, condition == BpfCondition.Equal);
        }
        else if (hasSource)
        {
            LearnOfPackets(i, condition, left, right, other);
        }
    }

    // try_match_pkt_pointers: bytes before a pointer that is not behind the packet's end are there.
    private void LearnOfPackets(BpfInstruction i, BpfCondition condition, in Register left, in Register right, WalkState other)
    {
        bool isReversed = IsEndOf(left, right);
        if (!isReversed && !IsEndOf(right, left))
            return;
        int register = isReversed ? i.Source : i.Destination;
        BpfCondition seen = isReversed ? BranchOutcome.Flip(condition) : condition;
        // pointer > end, pointer >= end: the jump goes beyond.
        (WalkState inside, WalkState beyond) = seen is BpfCondition.Greater or BpfCondition.GreaterOrEqual ? (_state, other) : (other, _state);
        if (seen is not (BpfCondition.Greater or BpfCondition.GreaterOrEqual or BpfCondition.Less or BpfCondition.LessOrEqual))
            return;
        bool isStrict = seen is BpfCondition.GreaterOrEqual or BpfCondition.Less;
        Register pointer = inside.Top.Registers[register];
        SetRange(inside, pointer, isStrict);
        ref Register outside = ref beyond.Top.Registers[register];
        if (outside.Kind == RegisterKind.Packet)
            outside.Range = isStrict ? Register.AtEnd : Register.BeyondEnd;
    }

    // The packet's end, or for metadata its start.
    private static bool IsEndOf(in Register end, in Register pointer) =>
        (pointer.Kind == RegisterKind.Packet && end.Kind == RegisterKind.PacketEnd)
        || (pointer.Kind == RegisterKind.PacketMeta && end.Kind == RegisterKind.Packet && end.Range == 0 && end.Offset == 0 && end.Id == 0 && end.Bits is { IsConstant: true, Value: 0 });

    private static void SetRange(WalkState state, in Register pointer, bool isStrict)
    {
        if (pointer.Offset < 0 || (pointer.Offset == 0 && isStrict))
            return;
        if (pointer.UMax > WalkLimits.PacketOffset || pointer.UMax + (ulong)pointer.Offset > WalkLimits.PacketOffset)
            return;
        int range = isStrict ? pointer.Offset + 1 : pointer.Offset;
        RegisterKind kind = pointer.Kind;
        uint id = pointer.Id;
        ForEach(state, (ref Register r) =>
        {
            if (r.Kind == kind && r.Id == id)
                r.Range = Math.Max(r.Range, range);
        });
    }

    private void SetNull(WalkState state, int register, bool isNull)
    {
        uint id = state.Top.Registers[register].Id;
        uint reference = state.Top.Registers[register].Reference;
        if (isNull && reference != 0 && reference == id)
            state.References.RemoveAll(r => r.Id == id);
        ForEach(state, (ref Register r) =>
        {
            if (!r.MayBeNull || r.Id != id)
                return;
            if (isNull)
            {
                r.Kind = RegisterKind.Scalar;
                r.MayBeNull = false;
                r.IsReadOnly = false;
                r.Id = 0;
                r.Reference = 0;
                return;
            }

            SetNotNull(ref r);
            // Two values with locks stay apart.
            if (r.Kind != RegisterKind.MapValue || !_program.Maps[r.Map].HasLock)
                r.Id = 0;
        });
    }

    private void SetNotNull(ref Register r)
    {
        r.MayBeNull = false;
        if (r.Kind != RegisterKind.MapValue)
            return;
        VerifierMap map = _program.Maps[r.Map];
        if (map.Inner != 0)
        {
            r.Kind = RegisterKind.Map;
            r.Map = map.Inner;
        }
        else if (map.HasSockets)
        {
            r.Kind = RegisterKind.Socket;
        }
        else if (map.Type == VerifierMap.XskMap)
        {
            r.Kind = RegisterKind.XdpSocket;
        }
    }

    private delegate void RegisterAction(ref Register register);

    private static void ForEach(WalkState state, RegisterAction action)
    {
        foreach (Frame frame in state.Frames)
        {
            for (int i = 0; i < frame.Registers.Length; i++)
                action(ref frame.Registers[i]);
            for (int i = 0; i < frame.Stack.Length; i++)
            {
                if (frame.Stack[i].IsSpilled)
                    action(ref frame.Stack[i].Spilled);
            }
        }
    }
}
