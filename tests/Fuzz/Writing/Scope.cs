using System;
using System.Collections.Generic;

namespace BpfSharp.Fuzz.Writing;

/// <summary>What a statement or expression may name here.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, int> _last = [];
    private int _next;

    public List<Variable> Variables { get; } = [];

    public List<(string Path, StructType Type)> Structs { get; } = [];

    /// <summary>Spans; those of the packet begin with 'b'.</summary>
    public List<(string Path, PrimitiveType Type, int Length)> Arrays { get; } = [];

    public List<Method> Methods { get; } = [];

    public bool HasContext { get; set; }

    /// <summary>The program itself, not a method that it calls.</summary>
    public bool IsMain { get; init; }

    /// <summary>Something here is <c>stackalloc</c>.</summary>
    public bool Allocates { get; set; }

    /// <summary>The lowest kernel that the program is for.</summary>
    public Version Target { get; init; } = new(5, 18);

    /// <summary>Something that the kernel counts is held here: what runs on a fault must not use references from before.</summary>
    public bool Holds { get; set; }

    public int LoopDepth { get; set; }

    /// <summary>Blocks around the statement.</summary>
    public int Level { get; set; }

    /// <summary><c>break</c> and <c>continue</c> are for a loop here.</summary>
    public bool InLoop { get; set; }

    /// <summary><c>return</c> may stand here: not in <c>finally</c>, nor in a lambda.</summary>
    public bool MayReturn { get; set; } = true;

    /// <summary>Hash maps that a reference leads into: changing them could give its element away.</summary>
    public List<string> Held { get; } = [];

    /// <summary>Something here changes a hash map.</summary>
    public bool ChangesMaps { get; set; }

    public bool IsHeld(string map) => Held.Contains(map);

    public string Fresh(string prefix)
    {
        _last[prefix] = ++_next;
        return prefix + _next;
    }

    /// <summary>The name that was made last with this prefix.</summary>
    public string Last(string prefix) => prefix + _last[prefix];

    public (int Variables, int Structs, int Arrays) Mark() => (Variables.Count, Structs.Count, Arrays.Count);

    public void Leave((int Variables, int Structs, int Arrays) mark)
    {
        Variables.RemoveRange(mark.Variables, Variables.Count - mark.Variables);
        Structs.RemoveRange(mark.Structs, Structs.Count - mark.Structs);
        Arrays.RemoveRange(mark.Arrays, Arrays.Count - mark.Arrays);
    }

    public void Restore(IReadOnlyList<Variable> variables, IReadOnlyList<(string, StructType)> structs, IReadOnlyList<(string, PrimitiveType, int)> arrays)
    {
        Variables.Clear();
        Variables.AddRange(variables);
        Structs.Clear();
        Structs.AddRange(structs);
        Arrays.Clear();
        Arrays.AddRange(arrays);
    }

    /// <summary>The packet has moved: nothing may name a reference into it any more.</summary>
    public void ForgetPacket()
    {
        Variables.RemoveAll(static v => v.Path[0] is 'q' or 'r' or 'h');
        Structs.RemoveAll(static s => s.Path[0] == 'q');
        Arrays.RemoveAll(static a => a.Path[0] == 'b');
    }
}
