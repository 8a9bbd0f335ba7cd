using System;
using System.Collections.Generic;
using System.Reflection;
using BpfSharp.Fuzz.Writing;
using BpfSharp.Loader;
using BpfSharp.Simulation;
using BpfSharp.Views;

namespace BpfSharp.Fuzz.Running;

/// <summary>One program class by .NET and in the kernel.</summary>
internal sealed class Pair : IDisposable
{
    private Pair(Type api, BpfSimulation simulation, BpfLoadedObject loaded) => (Api, Simulation, Loaded) = (api, simulation, loaded);

    /// <summary>The generated interface of both.</summary>
    public Type Api { get; }

    public BpfSimulation Simulation { get; }

    public BpfLoadedObject Loaded { get; }

    /// <param name="name">Full name of the class.</param>
    /// <param name="elf">Another object of the same class; null: the one in the assembly.</param>
    /// <exception cref="VerifierException">The kernel refuses it.</exception>
    public static Pair Load(Assembly assembly, string name, int cpu, byte[]? elf = null)
    {
        Type Find(string end, string start = "") => assembly.GetType(name.Insert(name.LastIndexOf('.') + 1, start) + end, throwOnError: true)!;
        var simulation = (BpfSimulation)Activator.CreateInstance(Find("Simulation"), [null])!;
        simulation.Environment.Cpu = cpu;
        try
        {
            BpfLoadedObject loaded = elf is null ? LoadOwn(Find("Loader")) : LoadOther(Find("Object"), name, elf);
            return new Pair(Find("", "I"), simulation, loaded);
        }
        catch (TargetInvocationException e) when (e.InnerException is not null)
        {
            simulation.Dispose();
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerException);
            throw;
        }
    }

    /// <summary>Runs the program of one side.</summary>
    public static ProgramRun Run(object program, byte[] packet)
    {
        switch (program)
        {
            case IXdpProgram xdp:
                XdpResult x = xdp.Run(packet);
                return new ProgramRun((int)x.Verdict, x.Packet, 0, 0, x.Exception, x.Fault);
            case ITcProgram tc:
                TcResult t = tc.Run(packet);
                return new ProgramRun((int)t.Verdict, t.Packet, t.Mark, t.Priority, t.Exception, t.Fault);
            default:
                throw new InvalidOperationException($"a program of a new kind: {program}");
        }
    }

    public object ProgramOf(object side) => Api.GetProperty("Run")!.GetValue(side)!;

    /// <summary>The program for packets of which not all is linear, if the class has one.</summary>
    public object? LiveOf(object side) => Api.GetProperty(ProgramWriter.LiveName)?.GetValue(side);

    public IReadOnlyList<FaultCount> FaultsOf(object side) => side == Loaded ? Loaded.ReadFaults() : Simulation.ReadFaults();

    public void Dispose()
    {
        Loaded.Dispose();
        Simulation.Dispose();
    }

    private static BpfLoadedObject LoadOwn(Type loader) => (BpfLoadedObject)loader.GetMethod("Load")!.Invoke(null, [null])!;

    private static BpfLoadedObject LoadOther(Type type, string name, byte[] elf) =>
        (BpfLoadedObject)Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.NonPublic, null, [new BpfUnloadedObject(elf, name)], null)!;
}
