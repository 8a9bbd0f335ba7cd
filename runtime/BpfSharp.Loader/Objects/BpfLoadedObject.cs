using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>An object in the kernel: its programs and maps. Disposing it detaches the links that were made through it and gives everything back.</summary>
public partial class BpfLoadedObject : IDisposable
{
    private readonly BpfUnloadedObject _unloaded;
    private readonly LoadedParts _parts;
    private readonly Lock _turn = new();
    private readonly List<IDisposable> _links = [];
    private readonly ConcurrentDictionary<string, KernelMap> _innerMaps = new(StringComparer.Ordinal);
    private bool _isDisposed;

    /// <summary>Loads the object.</summary>
    /// <exception cref="VerifierException">The verifier refused a program.</exception>
    /// <exception cref="BpfPermissionException">The process lacks a capability.</exception>
    /// <exception cref="BpfObjectException">The object can't be loaded.</exception>
    public BpfLoadedObject(BpfUnloadedObject unloaded)
    {
        ArgumentNullException.ThrowIfNull(unloaded);
        _unloaded = unloaded;
        _parts = unloaded.Load();
        foreach (BpfMapDefinition map in unloaded.Source.Maps)
        {
            // Entries that are maps of this object need not be opened by their ids.
            if (map.Inner is not null)
                map.Slots.ForEach(slot => AddInner(_parts.Maps[map.Name], _parts.Maps[slot.Symbol]));
        }
    }

    /// <summary>Why the kernel has no types or source lines of this object, or others than the object's; empty where it took them as they are.</summary>
    public string TypesNote => _parts.TypesNote;

    /// <summary>Detaches all links made through this object and removes its programs and maps, all of them even where one fails.</summary>
    /// <exception cref="BpfException">Something could not be taken out of the kernel.</exception>
    public void Dispose()
    {
        List<IDisposable> everything;
        lock (_turn)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            everything = [_parts, .. _innerMaps.Values, .. _sections.Values, .. _rings.Values, .. _userRings.Values, .. _perfRings.Values, .. _links];
            _links.Clear();
            _rings.Clear();
            _userRings.Clear();
            _perfRings.Clear();
            _sections.Clear();
            _innerMaps.Clear();
        }
        GC.SuppressFinalize(this);
        Disposal.All(everything);
    }

    /// <summary>An XDP program by name, of whatever name it has in C#.</summary>
    /// <exception cref="ArgumentException">There is no such XDP program.</exception>
    protected LoadedXdpProgram Xdp(string name) => new(this, FindProgram(name, ProgramType.Xdp, "XDP"));

    /// <summary>A tc program by name.</summary>
    /// <exception cref="ArgumentException">There is no such tc program.</exception>
    protected LoadedTcProgram Tc(string name) => new(this, FindProgram(name, ProgramType.SchedulerClassifier, "tc"));

    /// <summary>Loads an XDP program that was made at run time, such as one translated from rules. It uses this object's maps by their names, and its license.</summary>
    /// <param name="image">Name, section (<c>xdp</c>, <c>xdp.frags</c>), instructions, and relocations to maps and data sections of this object.</param>
    /// <returns>The program, which the caller disposes.</returns>
    /// <exception cref="ArgumentException">The section is not for XDP, or a relocation names a map that the object does not have, or a kernel function.</exception>
    /// <exception cref="VerifierException">The verifier refused the program.</exception>
    /// <exception cref="BpfPermissionException">The process lacks a capability.</exception>
    public MadeXdpProgram LoadXdp(BpfProgramImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (ProgramKind.OfSection(image.Section) is not { Type: ProgramType.Xdp } kind)
            throw new ArgumentException($"Program '{image.Name}' is in section '{image.Section}', which is not for XDP.", nameof(image));
        foreach (BpfRelocation relocation in image.Relocations)
        {
            if (relocation.Kind == BpfRelocationKind.KernelFunction)
                throw new ArgumentException($"Program '{image.Name}' calls kernel function '{relocation.Symbol}': programs made at run time can't.", nameof(image));
            FindMap(relocation.Symbol);
        }
        return new MadeXdpProgram(new LoadedXdpProgram(this, ProgramLoading.Load(
            image, kind, Relocation.Apply(image, _parts.Maps, new Dictionary<string, int>()), _unloaded.Source.License, debugInfo: null, kernelNote: "")));
    }

    /// <summary>Runs an attach, and keeps its link until one of the two is disposed.</summary>
    internal T Attach<T>(Func<T> attach)
        where T : BpfLink
    {
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            T link = attach();
            Keep(link);
            return link;
        }
    }

    /// <summary>Puts a program of this object into a link, which becomes this object's.</summary>
    internal void TakeOver(BpfLink link, Action exchange)
    {
        BpfLoadedObject? former = link.Owner;
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            exchange();
            if (former == this)
                return;
            Keep(link);
        }
        former?.Forget(link);
    }

    /// <summary>How often programs have ended by a fault, by source line; only lines where it happened.</summary>
    public IReadOnlyList<FaultCount> ReadFaults()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return FaultReading.Read(_unloaded.Source, FindMap);
    }

    internal KernelMap FindMap(string name)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _parts.Maps.GetValueOrDefault(name) ?? _innerMaps.GetValueOrDefault(name) ?? throw new ArgumentException($"The object of {_unloaded.ProgramClass} has no map '{name}'.", nameof(name));
    }

    /// <summary>Takes over a map that is an entry of a map of maps now.</summary>
    internal KernelMap AddInner(KernelMap outer, KernelMap inner)
    {
        int result = KernelObjects.TryGetInfo(inner.Descriptor, out MapInfo info);
        if (result < 0)
            throw inner.Failure("read information on", result);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            KernelMap named = inner.Named(InnerName(outer, info.Id));
            _innerMaps[named.Name] = named;
            return named;
        }
    }

    /// <summary>A map in a map of maps, by its id in the kernel; opened where it is not known yet, which takes CAP_SYS_ADMIN.</summary>
    internal KernelMap InnerMap(KernelMap outer, uint id)
    {
        string name = InnerName(outer, id);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_innerMaps.TryGetValue(name, out KernelMap? map))
                _innerMaps[name] = map = MapCreation.Open(id, outer.Shape.Inner! with { Name = name });
            return map;
        }
    }

    /// <summary>A map has left its entry: views that are in use keep it, this object doesn't.</summary>
    internal void ForgetInner(KernelMap outer, uint id) => _innerMaps.TryRemove(InnerName(outer, id), out _);

    /// <summary>A map has not become an entry.</summary>
    internal void ForgetInner(KernelMap inner) => _innerMaps.TryRemove(inner.Name, out _);

    private static string InnerName(KernelMap outer, uint id) => $"{outer.Name}#{id}";

    private void Keep(BpfLink link)
    {
        _links.RemoveAll(static l => !((BpfLink)l).IsAttached);
        _links.Add(link);
        link.Owner = this;
    }

    private void Forget(BpfLink link)
    {
        lock (_turn)
            _links.Remove(link);
    }

    private KernelProgram FindProgram(string name, int type, string kind)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _parts.Programs.GetValueOrDefault(name) is { } program && program.Kind.Type == type
            ? program
            : throw new ArgumentException($"The object of {_unloaded.ProgramClass} has no {kind} program '{name}'.", nameof(name));
    }
}
