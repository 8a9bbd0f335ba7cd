using System;
using System.Collections.Generic;
using System.IO;
using BpfSharp.Loader;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>A C# program and its twin in C: same program, map and constant names, same layouts.</summary>
/// <param name="Name">The folder under <c>Pairs</c>, the program class, and the C file.</param>
/// <param name="Program">The method, and the C function.</param>
/// <param name="IsTc">A tc program; XDP otherwise.</param>
/// <param name="Fill">Puts entries into the maps of either side before it runs.</param>
/// <param name="Hot">The packet that is timed.</param>
internal sealed record CodegenPair(string Name, string Program, bool IsTc, Action<PairMaps> Fill, byte[] Hot)
{
    /// <summary>A run changes the packet so that the next run over it takes another way: each run is timed on a packet of its own.</summary>
    public bool ChangesPacket { get; init; }

    /// <summary>Values that hold times: their presence is compared, not their bytes.</summary>
    public IReadOnlyList<string> MapsWithTimes { get; init; } = [];

    /// <summary>Constants that make a program's answers independent of time, for the comparison only.</summary>
    public Action<BpfUnloadedObject> Still { get; init; } = static _ => { };

    /// <summary>The first kernel that has all that it calls, where that is not the lowest that we compile for.</summary>
    public Version? Lowest { get; init; }

    private string Folder => Path.Combine(AppContext.BaseDirectory, "Codegen", "Pairs", Name);

    public string CSharpFile => Path.Combine(Folder, Name + ".cs");

    public string CFile => Path.Combine(Folder, Name + ".c");
}
