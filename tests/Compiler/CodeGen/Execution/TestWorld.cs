using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler.Tests.CodeGen.Execution;

/// <summary>What a program runs on: a packet, data sections, and helpers that count their calls.</summary>
internal sealed class TestWorld
{
    private readonly Dictionary<string, ulong> _sections = new(StringComparer.Ordinal);
    private readonly DataLayout _layout;
    private ulong _random = 88172645463325252;

    public TestWorld(IrModule module, byte[] packet)
    {
        Packet = packet;
        _layout = new DataLayout(module);
        PacketStart = Memory.Allocate(packet);
        PacketEnd = PacketStart + (ulong)packet.Length;
        Context = Memory.Allocate(64);
        foreach (DataPlacement placement in _layout.Placements)
        {
            if (!_sections.ContainsKey(placement.Section))
                _sections.Add(placement.Section, Memory.Allocate(4096));
        }
    }

    public TestMemory Memory { get; } = new();

    public byte[] Packet { get; }

    public ulong PacketStart { get; }

    public ulong PacketEnd { get; }

    public ulong Context { get; }

    /// <summary>Site of the fault that ended the program, or -1.</summary>
    public long Fault { get; set; } = -1;

    public ulong Section(string name, long offset) => _sections[name] + (ulong)offset;

    public ulong Global(string name) => Section(_layout[name].Section, _layout[name].Offset);

    /// <summary>A context field: the pointers of an XDP context are 4 bytes there and 8 in the register.</summary>
    public ulong LoadContext(int offset, int size) => offset switch
    {
        0 => PacketStart,
        4 => PacketEnd,
        _ => Memory.Load(Context + (ulong)offset, size),
    };

    /// <summary>The same numbers in the same order for each run.</summary>
    public ulong Call(int helper)
    {
        if (helper is not (5 or 7))
            throw new InvalidOperationException($"helper {helper} is not known here");
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return helper == 7 ? (uint)_random : _random;
    }
}
