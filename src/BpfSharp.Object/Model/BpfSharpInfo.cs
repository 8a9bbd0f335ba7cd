using System.Collections.Generic;

namespace BpfSharp.Objects.Model;

/// <summary>What BpfSharp keeps in the object for itself, as text in a section that no loader loads.</summary>
public sealed class BpfSharpInfo
{
    /// <summary>Lowest kernel that the object was built for, such as <c>6.1</c>.</summary>
    public string TargetKernel { get; set; } = "";

    /// <summary>The map that counts faults (per-CPU array of u64 by site id), or null when no program can fault.</summary>
    public string? FaultMap { get; set; }

    public List<BpfFaultSite> FaultSites { get; } = new();

    /// <summary>How far the verifier walks through each program, as the compiler foresaw it.</summary>
    public List<BpfVerifierWork> Work { get; } = new();

    /// <summary>Names of the programs that are made for one interface, which the loader is told.</summary>
    public List<string> DeviceBound { get; } = new();
}

/// <summary>The verifier's work on a program.</summary>
/// <param name="Program">Program name.</param>
/// <param name="Instructions">Instructions that it processes: Linux 6.18, each load-time constant at its default.</param>
public readonly record struct BpfVerifierWork(string Program, int Instructions);

/// <summary>A place where a program can end by a fault.</summary>
/// <param name="Id">Index in the fault map.</param>
/// <param name="Program">Program name.</param>
/// <param name="Kind">Name of the fault kind, such as <c>DivideByZero</c>.</param>
public readonly record struct BpfFaultSite(int Id, string Program, string Kind, string File, int Line, int Column);
