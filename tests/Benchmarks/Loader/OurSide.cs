using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using BpfSharp.Loader;
using BpfSharp.Views;

namespace BpfSharp.Benchmarks.Loader;

/// <summary>Our side, through the API that a user has.</summary>
internal sealed class OurSide : IDisposable
{
    private const int Entries = 100_000;
    private const int Loads = 1;

    private readonly byte[] _small;
    private readonly string _interface;
    private readonly BenchmarkObject _rings;
    private readonly IHashMapView<uint, ulong> _table;
    private readonly IRingBufferView<Event64> _ring64;
    private readonly IRingBufferView<Event256> _ring256;
    private readonly uint[] _keys = new uint[Entries];
    private readonly ulong[] _values = new ulong[Entries];
    private readonly Dictionary<string, Func<Sample>> _measurements;

    public OurSide(byte[] small, byte[] rings, string interfaceName)
    {
        _small = small;
        _interface = interfaceName;
        _rings = new BenchmarkObject(rings);
        _table = _rings.Views.Hash<uint, ulong>("table");
        _ring64 = _rings.Views.RingBuffer<Event64>("ring64");
        _ring256 = _rings.Views.RingBuffer<Event256>("ring256");
        _measurements = new(StringComparer.Ordinal)
        {
            ["load"] = Load,
            ["attach"] = Attach,
            ["update"] = Update,
            ["lookup"] = Lookup,
            ["batch"] = Batch,
            ["ring64"] = Ring64,
            ["ring256"] = Ring256,
        };
    }

    /// <summary>Events read from rings so far.</summary>
    public long Events { get; private set; }

    /// <summary>Bytes allocated by this thread while it read them.</summary>
    public long AllocatedBytes { get; private set; }

    public Sample Measure(string name) => _measurements[name]();

    public void Dispose() => _rings.Dispose();

    private Sample Load()
    {
        double total = 0;
        for (int i = 0; i < Loads; i++)
        {
            long start = Stopwatch.GetTimestamp();
            var loaded = new BenchmarkObject(_small);
            total += Elapsed(start);
            loaded.Dispose();
        }
        return new Sample(total, Loads);
    }

    private Sample Attach()
    {
        using var loaded = new BenchmarkObject(_small);
        LoadedXdpProgram program = loaded.XdpProgram("filter");
        long start = Stopwatch.GetTimestamp();
        XdpLink link = program.Attach(_interface);
        double time = Elapsed(start);
        link.Dispose();
        return new Sample(time, 1);
    }

    private Sample Update()
    {
        ulong sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (uint i = 0; i < Entries; i++)
        {
            ulong value = i;
            _table[i * 7] = value;
            sum += value;
        }
        return new Sample(Elapsed(start), sum);
    }

    private Sample Lookup()
    {
        ulong sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (uint i = 0; i < Entries; i++)
        {
            if (!_table.TryGetValue(i * 7, out ulong value))
                throw new InvalidOperationException("an entry is missing");
            sum += value;
        }
        return new Sample(Elapsed(start), sum);
    }

    private Sample Batch()
    {
        for (int i = 0; i < Entries; i++)
        {
            _keys[i] = (uint)i * 7;
            _values[i] = (ulong)i;
        }
        ulong sum = 0;
        long start = Stopwatch.GetTimestamp();
        _table.Set(_keys, _values);
        int read = _table.Read(_keys, _values);
        foreach (ulong value in _values.AsSpan(0, read))
            sum += value;
        return new Sample(Elapsed(start), sum);
    }

    private Sample Ring64()
    {
        int written = (int)_rings.XdpProgram("fill64").Run(new byte[64]).Verdict;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        (ulong sum, int count) = Drain64();
        return Ring(Elapsed(start), sum, count, written, allocated);
    }

    private Sample Ring256()
    {
        int written = (int)_rings.XdpProgram("fill256").Run(new byte[64]).Verdict;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        (ulong sum, int count) = Drain256();
        return Ring(Elapsed(start), sum, count, written, allocated);
    }

    private (ulong Sum, int Count) Drain64()
    {
        ulong sum = 0;
        int count = 0;
        foreach (ref readonly Event64 e in _ring64.Lease())
        {
            sum += PayloadSum.Of(e);
            count++;
        }
        return (sum, count);
    }

    private (ulong Sum, int Count) Drain256()
    {
        ulong sum = 0;
        int count = 0;
        foreach (ref readonly Event256 e in _ring256.Lease())
        {
            sum += PayloadSum.Of(e);
            count++;
        }
        return (sum, count);
    }

    private Sample Ring(double time, ulong sum, int count, int written, long allocated)
    {
        if (count != written)
            throw new InvalidOperationException($"{written} events were written, and {count} read");
        Events += count;
        AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - allocated;
        return new Sample(time, sum);
    }

    private static double Elapsed(long start) => (Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency;

    [InlineArray(8)]
    internal struct Event64
    {
        private ulong _first;
    }

    [InlineArray(32)]
    internal struct Event256
    {
        private ulong _first;
    }

    private sealed class BenchmarkObject(byte[] elf) : BpfLoadedObject(new BpfUnloadedObject(elf, "Benchmarks.Loader"))
    {
        public IMapViewFactory Views => this;

        public LoadedXdpProgram XdpProgram(string name) => Xdp(name);
    }
}
