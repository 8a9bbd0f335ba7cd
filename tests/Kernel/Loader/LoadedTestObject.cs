using System.Collections.Generic;
using BpfSharp.Loader;
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

    public LoadedXdpProgram XdpProgram(string name) => Xdp(name);

    public LoadedTcProgram TcProgram(string name) => Tc(name);
}
