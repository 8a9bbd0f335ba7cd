using System;
using System.Collections.Generic;
using System.Threading;
using BpfSharp.Simulation.Run;
using BpfSharp.Simulation.Storage;
using BpfSharp.Simulation.Views;
using BpfSharp.Views;

namespace BpfSharp.Simulation;

/// <summary>Base of the generated simulations: the programs of a class as plain C#, with maps, constants and static fields of their own.</summary>
/// <remarks>Simulations do not see each other, in parallel tests either. Runs of one simulation come one after the other.</remarks>
public abstract class BpfSimulation : IMapViewFactory, IDisposable
{
    private readonly Lock _gate = new();
    private readonly GlobalGates _globalGates;
    private readonly SimulatedGlobal[] _globals;
    private readonly Dictionary<MapDeclaration, MapStorage> _storages = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, MapStorage> _storagesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<object, SimulatedConstant> _constants = new(ReferenceEqualityComparer.Instance);
    private readonly FaultLedger _faults = new();
    private readonly string _className;
    private bool _disposed;

    /// <summary>Makes a simulation; generated code calls it.</summary>
    /// <param name="definition">What the program class declares; for this simulation alone.</param>
    protected BpfSimulation(SimulationDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        AssertListener.Require();
        _className = definition.ProgramClass.Name;
        Environment = new SimulationEnvironment(definition.CpuCount) { Passing = RunTimers };
        Timers = new SimulatedTimers(Environment);
        foreach (SimulatedMapDeclaration map in definition.Maps)
        {
            MapStorage storage = map.Map.CreateStorage(new MapStorageOptions(map.Name, map.MaxEntries, definition.CpuCount, _gate)
            {
                BytesPerCpu = map.BytesPerCpu,
                IsMappable = map.Map.Flags.HasFlag(MapFlags.Mappable),
            });
            _storages.Add(map.Map, storage);
            _storagesByName.Add(map.Name, storage);
        }

        FillMapsOfMaps(definition);
        foreach (SimulatedConstant constant in definition.Constants)
            _constants.Add(constant.Constant, constant);
        _globals = [.. definition.Globals];
        _globalGates = new GlobalGates(_globals);
        _globalGates.Run(Capture);
    }

    /// <summary>Time, random numbers and CPUs of this simulation.</summary>
    public SimulationEnvironment Environment { get; }

    internal SimulatedTimers Timers { get; }

    /// <summary>How often programs ended by a fault, by place. Only places where it happened.</summary>
    /// <returns>The counts, by program, file and line.</returns>
    public IReadOnlyList<FaultCount> ReadFaults()
    {
        lock (_gate)
            return _faults.Read();
    }

    /// <summary>Ends the simulation: readers of its ring buffers come to an end.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    IHashMapView<TKey, TValue> IMapViewFactory.Hash<TKey, TValue>(string map) => new SimulatedHashMapView<TKey, TValue>(Find<KeyedStorage>(map));

    IArrayMapView<TValue> IMapViewFactory.Array<TValue>(string map) => new SimulatedArrayMapView<TValue>(Find<ArrayStorage>(map));

    IPerCpuArrayMapView<TValue> IMapViewFactory.PerCpuArray<TValue>(string map) => new SimulatedPerCpuArrayMapView<TValue>(Find<PerCpuArrayStorage>(map));

    IPerCpuHashMapView<TKey, TValue> IMapViewFactory.PerCpuHash<TKey, TValue>(string map) =>
        new SimulatedPerCpuHashMapView<TKey, TValue>(Find<PerCpuHashStorage>(map));

    IRingBufferView<T> IMapViewFactory.RingBuffer<T>(string map) => new SimulatedRingBufferView<T>(Find<RingBufferStorage>(map));

    IProgramArrayView IMapViewFactory.ProgramArray(string map) => new SimulatedProgramArrayView(Find<ProgramArrayStorage>(map), this);

    IQueueMapView<T> IMapViewFactory.Queue<T>(string map) => new SimulatedQueueMapView<T>(Find<QueueStorage>(map));

    IBloomFilterView<T> IMapViewFactory.BloomFilter<T>(string map) => new SimulatedBloomFilterView<T>(Find<BloomFilterStorage>(map));

    IDeviceMapView IMapViewFactory.DeviceMap(string map) => new SimulatedDeviceMapView(Find<DeviceStorage>(map), this);

    ICpuMapView IMapViewFactory.CpuMap(string map) => new SimulatedCpuMapView(Find<CpuStorage>(map), this);

    IXskMapView IMapViewFactory.XskMap(string map) => new SimulatedXskMapView(Find<XskStorage>(map));

    IUserRingBufferView<T> IMapViewFactory.UserRingBuffer<T>(string map) => new SimulatedUserRingBufferView<T>(Find<UserRingBufferStorage>(map));

    ISocketStorageView<TValue> IMapViewFactory.SocketStorage<TValue>(string map) => new SimulatedSocketStorageView<TValue>(Find<SocketValueStorage>(map));

    ISocketMapView<uint> IMapViewFactory.SocketMap(string map) => new SimulatedSocketMapView<uint>(Find<SocketMapStorage>(map));

    ISocketMapView<TKey> IMapViewFactory.SocketHashMap<TKey>(string map) => new SimulatedSocketMapView<TKey>(Find<SocketMapStorage>(map));

    IMapOfMapsView<uint, TView> IMapViewFactory.ArrayOfMaps<TView>(string map, Func<IMapViewFactory, string, TView> inner) =>
        new SimulatedMapOfMapsView<uint, TView>(Find<MapOfMapsStorage>(map), this, inner);

    IMapOfMapsView<TKey, TView> IMapViewFactory.HashOfMaps<TKey, TView>(string map, Func<IMapViewFactory, string, TView> inner) =>
        new SimulatedMapOfMapsView<TKey, TView>(Find<MapOfMapsStorage>(map), this, inner);

    IPerfEventsView<T> IMapViewFactory.PerfEvents<T>(string map) => new SimulatedPerfEventsView<T>(Find<PerfEventStorage>(map));

    IGlobalView<T> IMapViewFactory.Global<T>(string variable)
    {
        foreach (SimulatedGlobal global in _globals)
        {
            if (global.Name == variable)
                return (IGlobalView<T>)global;
        }

        throw new ArgumentException($"{_className} has no static field '{variable}'.", nameof(variable));
    }

    /// <param name="cpu">The CPU that it runs on; null: that of the environment.</param>
    internal RunOutcome Execute(SimulatedProgram program, PacketContext context, int? cpu = null)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _globals.Length == 0 ? ExecuteLocked(program, context, cpu) : _globalGates.Run(() => ExecuteLocked(program, context, cpu));
        }
    }

    /// <summary>A map whose entries say where packets go; null where there is none of the name.</summary>
    internal RedirectStorage? RedirectStorage(string map) => _storagesByName.GetValueOrDefault(map) as RedirectStorage;

    internal MapStorage Storage(MapDeclaration map) => _storages.TryGetValue(map, out MapStorage? storage)
        ? storage
        : throw new SimulationException($"A {map.GetType().Name.Split('`')[0]} that is no map field of {_className} was touched in a run of its programs.");

    /// <summary>A new map for an entry of a map of maps; the caller holds the lock.</summary>
    internal (MapDeclaration Map, string Name) CreateInner(MapOfMapsStorage outer)
    {
        MapDeclaration map = outer.Template.Another();
        string name = $"{outer.Options.Name}#{_storages.Count}";
        MapStorage storage = map.CreateStorage(outer.Options with { Name = name, MaxEntries = map.MaxEntries, IsMappable = map.Flags.HasFlag(MapFlags.Mappable) });
        _storages.Add(map, storage);
        _storagesByName.Add(name, storage);
        return (map, name);
    }

    internal T Constant<T>(LoadConstant<T> constant, T declared)
        where T : unmanaged =>
        _constants.TryGetValue(constant, out SimulatedConstant? found) ? ((SimulatedConstant<T>)found).Value : declared;

    /// <summary>Makes a program; generated code calls it.</summary>
    /// <param name="name">Name of the program.</param>
    /// <param name="body">The method.</param>
    /// <param name="onFault">Verdict after a fault.</param>
    /// <returns>The program.</returns>
    protected SimulatedXdpProgram Xdp(string name, Func<XdpContext, XdpAction> body, XdpAction onFault) => Offered(new SimulatedXdpProgram(this, name, body, onFault));

    /// <summary>Makes a program; generated code calls it.</summary>
    /// <param name="name">Name of the program.</param>
    /// <param name="body">The method.</param>
    /// <param name="onFault">Verdict after a fault.</param>
    /// <returns>The program.</returns>
    protected SimulatedTcProgram Tc(string name, Func<TcContext, TcAction> body, TcAction onFault) => Offered(new SimulatedTcProgram(this, name, body, onFault));

    /// <summary>Ends the simulation.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> called it.</param>
    protected virtual void Dispose(bool disposing)
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (MapStorage storage in _storagesByName.Values)
                storage.Close();
        }
    }

    private bool Capture()
    {
        foreach (SimulatedGlobal global in _globals)
        {
            global.Gate = _gate;
            global.Capture();
        }

        return true;
    }

    private RunOutcome ExecuteLocked(SimulatedProgram program, PacketContext context, int? cpu) => ExecuteLocked(context, cpu, run => Invoke(run, program, context));

    private T ExecuteLocked<T>(PacketContext? context, int? cpu, Func<SimulationRun, T> body)
    {
        SimulationRun run = SimulationRun.Begin(this, context, cpu);
        try
        {
            foreach (SimulatedGlobal global in _globals)
                global.SwapIn();
            try
            {
                return body(run);
            }
            finally
            {
                foreach (SimulatedGlobal global in _globals)
                    global.SwapOut();
            }
        }
        finally
        {
            SimulationRun.End();
        }
    }

    // Each at its own time, which may start others that are due as well.
    private void RunTimers(ulong until)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            while (Timers.NextDue(until) is { } timer)
            {
                Environment.KtimeNs = Math.Max(Environment.KtimeNs, timer.DueAt!.Value);
                timer.DueAt = null;
                Timers.Running = timer;
                _ = _globalGates.Run(() => ExecuteLocked(null, null, run => Invoke(run, timer)));
                Timers.Running = null;
            }
        }
    }

    private bool Invoke(SimulationRun run, SimulatedTimer timer)
    {
        if (!Timers.IsThere(run, timer))
            return false;
        run.ProgramName = timer.Program;
        try
        {
            timer.Body!(run);
        }
        catch (Exception e) when (e is not SimulationException)
        {
            _faults.Count(FaultSites.Of(timer.Program, e));
        }

        return true;
    }

    private RunOutcome Invoke(SimulationRun run, SimulatedProgram program, PacketContext context)
    {
        while (true)
        {
            try
            {
                run.ProgramName = program.Name;
                int verdict = program.Invoke(context);
                return new RunOutcome(verdict, null, null, run.RedirectTarget, run.Redirections.Clones);
            }
            catch (TailCallException call)
            {
                program = call.Target;
            }
            catch (Exception e) when (e is not SimulationException)
            {
                FaultSite site = FaultSites.Of(program.Name, e);
                _faults.Count(site);
                return new RunOutcome(program.FaultVerdict, site, e, run.RedirectTarget, run.Redirections.Clones);
            }
        }
    }

    private T Offered<T>(T program)
        where T : SimulatedProgram
    {
        foreach (MapStorage storage in _storagesByName.Values)
            (storage as ProgramArrayStorage)?.Offer(program);
        return program;
    }

    private void FillMapsOfMaps(SimulationDefinition definition)
    {
        foreach (SimulatedMapDeclaration map in definition.Maps)
        {
            if (map.Map is not MapOfMapsDeclaration { Initial: { Count: > 0 } initial })
                continue;
            var outer = (MapOfMapsStorage)_storages[map.Map];
            for (int i = 0; i < initial.Count; i++)
            {
                if (initial[i] is { } inner)
                    outer.Set(BitConverter.GetBytes(i), inner, Storage(inner).Options.Name);
            }
        }
    }

    private TStorage Find<TStorage>(string map)
        where TStorage : MapStorage =>
        _storagesByName.TryGetValue(map, out MapStorage? storage) && storage is TStorage found
            ? found
            : throw new ArgumentException($"{_className} has no such map '{map}'.", nameof(map));
}
