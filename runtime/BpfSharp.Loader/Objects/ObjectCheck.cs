using System;
using System.Collections.Generic;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>Whether an object's parts fit together; what does not fit is said before the kernel is asked.</summary>
internal static class ObjectCheck
{
    /// <exception cref="BpfObjectException">They don't.</exception>
    public static void Check(BpfObject source)
    {
        CheckNames(source);
        foreach (BpfDataSection section in source.DataSections)
            CheckSection(section);
        foreach (BpfProgramImage program in source.Programs)
            CheckProgram(source, program);
    }

    /// <summary>A map as it will be created, overrides included.</summary>
    /// <exception cref="BpfObjectException">The kernel would refuse it for its numbers.</exception>
    public static void Check(MapShape map)
    {
        if (map.MaxEntries == 0 && map.MapType is not (MapType.PerfEventArray or MapType.SocketStorage))
        {
            throw new BpfObjectException(IsRing(map)
                ? $"Ring buffer '{map.Name}' has no bytes: give it a size, a power of two of at least a page."
                : $"Map '{map.Name}' has no entries: give it maxEntries in its declaration, or set MaxEntries in the options before loading.");
        }
        int page = Environment.SystemPageSize;
        if (IsRing(map) && (!uint.IsPow2(map.MaxEntries) || map.MaxEntries % (uint)page != 0))
            throw new BpfObjectException($"Ring buffer '{map.Name}' has {map.MaxEntries} bytes; the kernel wants a power of two of at least {page}.");
        if (map.KeySize < 0 || map.ValueSize < 0)
            throw new BpfObjectException($"Map '{map.Name}' has a key of {map.KeySize} and a value of {map.ValueSize} bytes: the object is damaged.");
    }

    private static bool IsRing(MapShape map) => map.MapType is MapType.RingBuffer or MapType.UserRingBuffer;

    private static void CheckNames(BpfObject source)
    {
        var maps = new HashSet<string>(StringComparer.Ordinal);
        foreach (BpfMapDefinition map in source.Maps)
        {
            if (!maps.Add(map.Name))
                throw new BpfObjectException($"The object has two maps named '{map.Name}'.");
        }
        foreach (BpfDataSection section in source.DataSections)
        {
            if (!maps.Add(section.Name))
                throw new BpfObjectException($"The object has two sections named '{section.Name}'.");
        }
        var programs = new HashSet<string>(StringComparer.Ordinal);
        foreach (BpfProgramImage program in source.Programs)
        {
            if (!programs.Add(program.Name))
                throw new BpfObjectException($"The object has two programs named '{program.Name}'.");
        }
    }

    private static void CheckSection(BpfDataSection section)
    {
        foreach (BpfVariable variable in section.Variables)
        {
            if (variable.Offset < 0 || variable.Size <= 0 || variable.Offset > section.Content.Length - variable.Size)
                throw new BpfObjectException($"Variable '{variable.Name}' lies outside its section {section.Name}: the object is damaged.");
        }
    }

    private static void CheckProgram(BpfObject source, BpfProgramImage program)
    {
        if (program.Instructions.Count == 0)
            throw new BpfObjectException($"Program '{program.Name}' has no instructions.");
        if (ProgramKind.OfSection(program.Section) is null)
            throw new BpfObjectException($"Program '{program.Name}' is in section '{program.Section}', whose program type the loader does not know (it knows xdp, xdp.frags, tc, tcx/ingress, tcx/egress and classifier).");
        foreach (BpfRelocation relocation in program.Relocations)
        {
            (string place, string target) = Words(relocation.Kind);
            if (!IsPlace(program, relocation))
                throw new BpfObjectException($"Program '{program.Name}' has a relocation at slot {relocation.Slot}, which is no {place}: the object is damaged.");
            if (!HasTarget(source, relocation))
                throw new BpfObjectException($"Program '{program.Name}' refers to '{relocation.Symbol}', which is no {target} of the object.");
        }
    }

    private static (string Place, string Target) Words(BpfRelocationKind kind) => kind switch
    {
        BpfRelocationKind.Map => ("64-bit load", "map"),
        BpfRelocationKind.KernelFunction => ("call of a kernel function", "kernel function"),
        _ => ("64-bit load", "data section"),
    };

    private static bool IsPlace(BpfProgramImage program, BpfRelocation relocation)
    {
        int slots = relocation.Kind == BpfRelocationKind.KernelFunction ? 1 : 2;
        if (relocation.Slot < 0 || relocation.Slot + slots > program.Instructions.Count)
            return false;
        BpfInstruction instruction = program.Instructions[relocation.Slot];
        return relocation.Kind == BpfRelocationKind.KernelFunction ? BpfInstructions.IsKernelCall(instruction) : instruction.Opcode == Relocation.LoadImmediate64;
    }

    private static bool HasTarget(BpfObject source, BpfRelocation relocation) => relocation.Kind switch
    {
        BpfRelocationKind.Map => source.Maps.Exists(m => m.Name == relocation.Symbol),
        BpfRelocationKind.KernelFunction => source.KernelFunctions.Exists(f => f.Name == relocation.Symbol),
        _ => source.DataSections.Exists(s => s.Name == relocation.Symbol),
    };
}
