using BpfSharp.Simulation;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    [BpfHelper(201, Name = "bpf_dynptr_read", Since = "5.19")]
    internal static int DynptrRead<T>(
        [BpfArgument(BpfArgumentKind.WriteMemory)] ref T value,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        [BpfArgument(BpfArgumentKind.Record)] ref readonly UserRecord<T> record,
        uint offset,
        ulong flags)
        where T : unmanaged =>
        SimulationRun.Require("a record").UserRecords.Read(record.Number, WritableBytes(ref value)[..size], offset, flags);
}
