using System;
using System.Threading;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>An object inside an assembly. It is decoded and read once, when it is first opened, however often it is opened.</summary>
public sealed class BpfEmbeddedObject
{
    private readonly string _programClass;

    // What fails is tried again.
    private readonly Lazy<BpfObject> _object;

    /// <summary>Nothing is read yet.</summary>
    /// <param name="read">Gives the bytes of the BPF object file.</param>
    /// <param name="programClass">The full name of the C# class that it was compiled from, for messages.</param>
    public BpfEmbeddedObject(Func<byte[]> read, string programClass)
    {
        ArgumentNullException.ThrowIfNull(read);
        _programClass = programClass;
        _object = new Lazy<BpfObject>(() => BpfUnloadedObject.Read(read(), programClass), LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The object, for its own constants and options.</summary>
    /// <exception cref="BpfObjectException">It is damaged.</exception>
    public BpfUnloadedObject Open() => new(WithOwnConstants(_object.Value), _programClass);

    // All else of an object stays as it was read.
    private static BpfObject WithOwnConstants(BpfObject source)
    {
        var copy = new BpfObject { License = source.License, Types = source.Types, Info = source.Info };
        copy.Programs.AddRange(source.Programs);
        copy.Maps.AddRange(source.Maps);
        copy.KernelFunctions.AddRange(source.KernelFunctions);
        foreach (BpfDataSection section in source.DataSections)
        {
            var own = new BpfDataSection { Name = section.Name, Content = [.. section.Content] };
            own.Variables.AddRange(section.Variables);
            copy.DataSections.Add(own);
        }
        return copy;
    }
}
