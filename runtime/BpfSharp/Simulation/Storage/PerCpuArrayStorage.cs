using System;
using System.Collections.Generic;

namespace BpfSharp.Simulation.Storage;

/// <summary>An array for each CPU.</summary>
internal sealed class PerCpuArrayStorage : MapStorage
{
    private readonly ArrayValues?[] _byCpu;

    public PerCpuArrayStorage(MapStorageOptions options)
        : base(options) =>
        _byCpu = new ArrayValues?[options.CpuCount];

    public override ref byte Lookup(scoped ReadOnlySpan<byte> key, int cpu) => ref OfCpu(cpu).Find(key);

    public override IReadOnlyList<byte[]> WalkedKeys() => ArrayValues.Keys(Options);

    public override int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags, int cpu) => OfCpu(cpu).Update(key, value, flags);

    private ArrayValues OfCpu(int cpu) => _byCpu[cpu] ??= new ArrayValues(Options);
}
