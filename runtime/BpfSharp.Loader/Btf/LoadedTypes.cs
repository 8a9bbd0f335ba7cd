using System;
using System.Collections.Generic;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader.Btf;

/// <summary>An object's types in the kernel, with the function and line records of its programs; both are absent where the kernel takes no such types.</summary>
internal sealed class LoadedTypes : IDisposable
{
    private readonly Dictionary<string, BtfProgramInfo> _programs = new(StringComparer.Ordinal);

    private readonly ObjectBtf _composed;

    private LoadedTypes(ObjectBtf composed) => _composed = composed;

    /// <summary>The object's types, by the ids that maps name.</summary>
    public BtfTypes Types => _composed.Types;

    public FileDescriptor? Descriptor { get; private set; }

    /// <summary>Why there are no types, or why they were changed; empty where the kernel took them as they are.</summary>
    public string Note { get; private set; } = "";

    public static LoadedTypes Load(BpfObject source)
    {
        ObjectBtf composed = Compose(source);
        var loaded = new LoadedTypes(composed);
        if (composed.Types.All.Count == 0)
            return loaded;
        BtfTypes types = BtfSanitizer.WithContext(BtfSanitizer.WithoutUnsizedSections(composed.Types));
        if (loaded.TryLoad(source, types) is not { } first)
            return loaded;
        loaded._programs.Clear();
        loaded.Note = loaded.TryLoad(source, BtfSanitizer.Sanitize(types)) is { } second
            ? $"The kernel takes no BTF of this object ({second}); maps and programs are loaded without types and source lines."
            : $"The kernel did not take the object's BTF as it is ({first}); types that it does not know were replaced.";
        return loaded;
    }

    /// <summary>The records for a program, or null.</summary>
    public BtfProgramInfo? RecordsOf(string program) => Descriptor is null ? null : _programs.GetValueOrDefault(program);

    /// <summary>The type of a data section's map value, or 0.</summary>
    public int SectionTypeId(string section) => _composed.DataSectionId(section);

    public void Dispose() => Descriptor?.Dispose();

    private static ObjectBtf Compose(BpfObject source)
    {
        try
        {
            return ObjectBtf.Compose(source, forFile: false);
        }
        catch (ArgumentException e)
        {
            throw new BpfObjectException($"The object's types contradict its content: {e.Message}", e);
        }
    }

    // Null, or why the kernel refused.
    private string? TryLoad(BpfObject source, BtfTypes types)
    {
        var strings = new BtfStringTable();
        foreach (BpfProgramImage program in source.Programs)
        {
            if (program.Functions.Count > 0)
                _programs[program.Name] = BtfProgramInfo.Create(program, strings);
        }
        Descriptor = BtfLoading.TryLoad(BtfWriter.Write(types, strings), out int error, out string log);
        if (Descriptor is not null)
            return null;
        string complaint = VerifierLog.Tail(log, 1);
        return complaint.Length > 0 ? complaint : Errno.Name(-error);
    }
}
