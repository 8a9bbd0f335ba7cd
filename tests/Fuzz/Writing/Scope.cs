using System.Collections.Generic;

namespace BpfSharp.Fuzz.Writing;

/// <summary>What a statement or expression may name here.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, int> _last = [];
    private int _next;

    public List<Variable> Variables { get; } = [];

    public List<(string Path, StructType Type)> Structs { get; } = [];

    public List<(string Path, PrimitiveType Type, int Length)> Arrays { get; } = [];

    public List<Method> Methods { get; } = [];

    public bool HasContext { get; set; }

    public int LoopDepth { get; set; }

    public bool InLoop { get; set; }

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
}
