using System;
using System.Linq;
using BpfSharp.Loader;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Loader.Tests;

/// <summary>What chains of XDP programs are made of: code, configuration, order.</summary>
public sealed class ChainTests
{
    [Fact]
    public void Wrapped_program_stands_unchanged_behind_its_front()
    {
        var program = new BpfProgramImage { Name = "count", Section = "xdp" };
        program.Instructions.AddRange([.. LoadMap(1), Mov64Imm(0, 2), CallSubprogram(1), Exit(), Mov64Imm(0, 1), Exit()]);
        program.Relocations.Add(new BpfRelocation(0, BpfRelocationKind.Map, "Things", 0));
        program.Functions.AddRange([new BpfFunctionInfo(0, "count", 5), new BpfFunctionInfo(5, "inner", 6)]);
        program.Lines.AddRange([new BpfLineInfo(0, "a.cs", "first", 1, 1), new BpfLineInfo(5, "a.cs", "second", 9, 1)]);
        BpfProgramImage wrapped = TailCallWrapping.Wrap(program, "(next)", 1u << (int)XdpAction.Pass);

        int front = wrapped.Instructions.Count - program.Instructions.Count;
        Assert.Equal(program.Instructions, wrapped.Instructions.Skip(front));
        Assert.Equal(CallSubprogram(front - 2), wrapped.Instructions[1]);
        Assert.Equal([("(next)", front - 6), ("Things", front)], wrapped.Relocations.Select(static r => (r.Symbol, r.Slot)));
        Assert.True(wrapped.Instructions[front - 6].Opcode == BpfOpcodes.LoadImmediate64);
        Assert.Equal([(0, 5), (front, 5), (front + 5, 6)], wrapped.Functions.Select(static f => (f.Slot, f.TypeId)));
        Assert.Equal([(0, 1), (front, 1), (front + 5, 9)], wrapped.Lines.Select(static l => (l.Slot, l.Line)));

        // The records that the kernel gets say the same.
        BtfProgramInfo expected = BtfProgramInfo.Create(wrapped, new BtfStringTable());
        BtfProgramInfo shifted = TailCallWrapping.Wrap(BtfProgramInfo.Create(program, new BtfStringTable()));
        Assert.Equal(expected.Functions, shifted.Functions);
        Assert.Equal(expected.Lines, shifted.Lines);
    }

    [Fact]
    public void Program_without_records_is_wrapped_without()
    {
        BtfProgramInfo none = TailCallWrapping.Wrap(new BtfProgramInfo([], []));
        Assert.Empty(none.Functions);
        Assert.Empty(none.Lines);
    }

    [Fact]
    public void Verdict_goes_on_by_its_bit()
    {
        string[] code = [.. ChainVerdict.ReturnUnless(0x80000004).Select(static i => BpfDisassembler.Format(i))];
        Assert.Equal(
            ["if w0 > 31 goto +4", "w1 = 1", "w1 <<= w0", "w1 &= -2147483644", "if w1 != 0 goto +1", "exit"],
            code);
    }

    [Fact]
    public void Actions_are_bits()
    {
        Assert.Equal(0b1100u, ChainVerdict.Mask([XdpAction.Pass, XdpAction.Tx]));
        Assert.Equal([XdpAction.Pass, XdpAction.Tx], ChainVerdict.Actions(0b1100));
        Assert.Empty(ChainVerdict.Actions(1u << 31));
    }

    /// <summary>The bytes of <c>struct xdp_dispatcher_config</c> as libxdp 1.3 has them.</summary>
    [Fact]
    public void Configuration_is_libxdps()
    {
        DispatcherSlot[] slots = [new DispatcherSlot(10, 0b100, true), new DispatcherSlot(50, 0b1100, false)];
        byte[] bytes = DispatcherConfiguration.Encode(slots);
        Assert.Equal(124, bytes.Length);
        Assert.Equal([236, 2, 2, 0], bytes[..4]);
        Assert.Equal(0x80000004u, BitConverter.ToUInt32(bytes, 4));
        Assert.Equal(50u, BitConverter.ToUInt32(bytes, 48));
        Assert.Equal(32u, BitConverter.ToUInt32(bytes, 84));
        Assert.Equal(slots, DispatcherConfiguration.Decode(bytes));
        Assert.Equal(1, DispatcherConfiguration.Encode(slots[..1])[3]);
        Assert.Null(DispatcherConfiguration.Decode(bytes.AsSpan(1)));
        bytes[1] = 3;
        Assert.Null(DispatcherConfiguration.Decode(bytes));
    }

    [Fact]
    public void Dispatcher_has_a_function_for_each_program()
    {
        BpfObject dispatcher = DispatcherCode.Write([new DispatcherSlot(1, 4, false), new DispatcherSlot(2, 4, false)], out int first);
        BpfProgramImage program = dispatcher.Programs[0];
        Assert.Equal(["xdp_dispatcher", "prog0", "prog1"], program.Functions.Select(static f => f.Name));
        Assert.Equal("prog1", dispatcher.Types[first + 1].Name);
        Assert.Equal("xdp", program.Section);
        foreach (BpfFunctionInfo function in program.Functions.Skip(1))
            Assert.Equal(Mov64Imm(0, 31), program.Instructions[function.Slot]);
        Assert.Equal("xdp.frags", DispatcherCode.Write([new DispatcherSlot(1, 4, true)], out _).Programs[0].Section);
    }

    [Theory]
    [InlineData(5u, "z", 0)]
    [InlineData(50u, "a", 1)]
    [InlineData(50u, "m", 2)]
    [InlineData(50u, "z", 2)]
    [InlineData(90u, "a", 3)]
    public void Order_is_by_priority_then_by_name(uint priority, string name, int place)
    {
        (uint Priority, string Name)[] there = [(10, "x"), (50, "m"), (70, "b")];
        Assert.Equal(place, ChainOrder.PlaceOf(there, priority, name, static m => m));
    }
}
