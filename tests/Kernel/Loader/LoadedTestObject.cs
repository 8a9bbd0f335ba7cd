using System;
using System.Collections.Generic;
using BpfSharp.Loader;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;
using BpfSharp.Views;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>What the generator writes for a program class, for objects made by hand.</summary>
internal sealed class LoadedTestObject : BpfLoadedObject
{
    public LoadedTestObject(BpfUnloadedObject unloaded)
        : base(unloaded) => ProgramNames = unloaded.Programs;

    public LoadedTestObject(BpfObject source)
        : this(new BpfUnloadedObject(source, "Tests.Handmade"))
    {
    }

    public IReadOnlyList<string> ProgramNames { get; }

    public IMapViewFactory Views => this;

    public uint MapId(string name) =>
        KernelObjects.TryGetInfo(FindMap(name).Descriptor, out MapInfo info) == 0 ? info.Id : throw new InvalidOperationException($"no information on map '{name}'");

    public LoadedXdpProgram XdpProgram(string name) => Xdp(name);

    public LoadedTcProgram TcProgram(string name) => Tc(name);
}
