using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

/// <summary>What a program runs in: packet, globals, map values; and the record of all that others could notice.</summary>
internal sealed class ProgramWorld(byte[] packet)
{
    public Memory Packet { get; } = new("packet", packet);

    public Dictionary<string, Memory> Globals { get; } = [];

    /// <summary>Map values by map and key bytes.</summary>
    public Dictionary<string, Memory> MapValues { get; } = [];

    public List<string> Events { get; } = [];

    public Memory Global(string name, int size)
    {
        if (!Globals.TryGetValue(name, out Memory? memory))
            Globals.Add(name, memory = new Memory(name, new byte[size], isShared: true));
        return memory;
    }
}
