using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Programs;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>An object that has been read and is not in the kernel yet: constants and maps may still be changed.</summary>
public sealed class BpfUnloadedObject
{
    private const string ReadOnlySection = ".rodata";

    private readonly BpfObject _source;
    private readonly MapOverrides _overrides = new();
    private readonly Dictionary<string, ProgramOptions> _programs = new(StringComparer.Ordinal);
    private bool _isLoaded;

    /// <summary>Reads an object.</summary>
    /// <param name="elf">A BPF object file.</param>
    /// <param name="programClass">The full name of the C# class that it was compiled from, for messages.</param>
    /// <exception cref="BpfObjectException">It is damaged, or is no BPF object.</exception>
    public BpfUnloadedObject(byte[] elf, string programClass)
        : this(Read(elf, programClass), programClass)
    {
    }

    internal BpfUnloadedObject(BpfObject source, string programClass)
    {
        _source = source;
        ProgramClass = programClass;
    }

    /// <summary>The full name of the C# class that the object was compiled from.</summary>
    public string ProgramClass { get; }

    /// <summary>The lowest kernel version that the object was built for, such as <c>6.1</c>; empty where it does not say.</summary>
    public string TargetKernel => _source.Info?.TargetKernel ?? "";

    /// <summary>The names of the object's maps, data sections not among them.</summary>
    public IReadOnlyList<string> Maps => _source.Maps.ConvertAll(static m => m.Name);

    /// <summary>The names of the object's programs.</summary>
    public IReadOnlyList<string> Programs => _source.Programs.ConvertAll(static p => p.Name);

    internal BpfObject Source => _source;

    /// <summary>Sets a load-time constant.</summary>
    /// <exception cref="InvalidOperationException">The object has been loaded.</exception>
    /// <exception cref="ArgumentException">There is no such constant, or it has another size than <typeparamref name="T"/>.</exception>
    public void SetConstant<T>(string name, T value)
        where T : unmanaged
    {
        ThrowIfLoaded($"constant '{name}'", "constants are read-only memory from then on; make it a static field to change it while the program runs");
        BpfDataSection? section = _source.DataSections.Find(static s => s.Name == ReadOnlySection);
        int index = section?.Variables.FindIndex(v => v.Name == name) ?? -1;
        if (section is null || index < 0)
            throw new ArgumentException($"The object of {ProgramClass} has no load-time constant '{name}'.", nameof(name));
        BpfVariable variable = section.Variables[index];
        if (variable.Size != Unsafe.SizeOf<T>())
            throw new ArgumentException($"Load-time constant '{name}' of {ProgramClass} has {variable.Size} bytes; a {typeof(T).Name} has {Unsafe.SizeOf<T>()}.", nameof(value));
        if (variable.Offset < 0 || variable.Offset > section.Content.Length - variable.Size)
            throw new BpfObjectException($"Constant '{name}' lies outside its section: the object is damaged.");
        MemoryMarshal.Write(section.Content.AsSpan(variable.Offset), in value);
    }

    /// <summary>Changes a map's number of entries, or where it is pinned.</summary>
    /// <exception cref="InvalidOperationException">The object has been loaded.</exception>
    /// <exception cref="ArgumentException">There is no such map.</exception>
    public void SetMap(string map, MapOptions options)
    {
        ThrowIfLoaded($"map '{map}'", "a map's shape is fixed when it is made");
        if (!_source.Maps.Exists(m => m.Name == map))
            throw new ArgumentException($"The object of {ProgramClass} has no map '{map}'.", nameof(map));
        _overrides.Set(map, options);
    }

    /// <summary>Looks for everything that the object needs on this machine: parts of the kernel, capabilities, types, locked memory, lockdown. Nothing is loaded.</summary>
    public HostReport CheckHost() => HostCheck.Run(_source, _overrides);

    /// <summary>Says for which interface a program is made.</summary>
    /// <exception cref="InvalidOperationException">The object has been loaded.</exception>
    /// <exception cref="ArgumentException">There is no such program.</exception>
    public void SetProgram(string program, ProgramOptions options)
    {
        ThrowIfLoaded($"program '{program}'", "a program is made for its interface");
        if (!_source.Programs.Exists(p => p.Name == program))
            throw new ArgumentException($"The object of {ProgramClass} has no program '{program}'.", nameof(program));
        _programs[program] = options;
    }

    /// <summary>Brings the object into the kernel. Only once.</summary>
    internal LoadedParts Load()
    {
        ThrowIfLoaded("the object", "open it again to load it a second time");
        _isLoaded = true;
        return ObjectLoading.Load(_source, _overrides, BoundDevices.Find(_source, _programs));
    }

    internal static BpfObject Read(byte[] elf, string programClass)
    {
        try
        {
            return BpfObjectReader.Read(elf);
        }
        catch (BpfObjectFormatException e)
        {
            throw new BpfObjectException($"The BPF object of {programClass} can't be read: {e.Message}", e);
        }
    }

    private void ThrowIfLoaded(string what, string why)
    {
        if (_isLoaded)
            throw new InvalidOperationException($"The object of {ProgramClass} has been loaded; {what} can't be changed or loaded any more: {why}.");
    }
}
