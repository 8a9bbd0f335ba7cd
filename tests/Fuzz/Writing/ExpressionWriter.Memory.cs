using System.Linq;

namespace BpfSharp.Fuzz.Writing;

/// <content>Packets, contexts, spans and maps.</content>
internal sealed partial class ExpressionWriter
{
    private void AddMemory()
    {
        Cast("packet header", 6, d => _scope.HasContext ? $"ctx.Packet.Header<{Any(PrimitiveType.Memory).Name}>({Offset(d)})" : null);
        Cast("packet byte", 4, d => _scope.HasContext ? $"ctx.Packet.Bytes[{Offset(d)}]" : null);
        Cast("packet length", 2, _ => _scope.HasContext ? AnyOf("ctx.Packet.Bytes.Length", "ctx.Length", "ctx.Packet.LinearLength") : null);
        Cast("context field", 2, _ => !_scope.HasContext ? null : _context == ContextType.Xdp
            ? AnyOf("ctx.IngressIfIndex", "ctx.RxQueueIndex")
            : AnyOf("ctx.Mark", "ctx.Priority", "ctx.QueueMapping", "ctx.Protocol", "ctx.Control0", "ctx.Control3", "ctx.TcIndex", "ctx.WireLength", "ctx.PacketType", "ctx.VlanTag"));
        Cast("packet copy", 2, d => _scope.HasContext
            ? $"(ctx.TryLoad((uint)({Offset(d)}), out {Any(PrimitiveType.Memory).Name} {_scope.Fresh("m")}) ? (long){_scope.Last("m")} : {Of(PrimitiveType.Long, 0)})"
            : null);
        Cast("method for both program types", 2, d => _scope.HasContext ? AnyOf($"Peek(ctx, (uint)({Offset(d)}))", "Marked(ctx)") : null);
        Cast("endian read", 2, d =>
        {
            string read = $"BinaryPrimitives.Read{AnyOf("UInt16", "UInt32", "Int32", "UInt64", "Int16")}{AnyOf("BigEndian", "LittleEndian")}";
            (string Path, PrimitiveType Type, int Length)[] spans = [.. _scope.Arrays.Where(static a => a.Type == PrimitiveType.Byte && a.Length >= 8)];
            if (spans.Length > 0 && _random.Next(2) == 0)
                return $"{read}({Pick(spans).Path})";
            return _scope.HasContext ? $"{read}(ctx.Packet.Bytes[{_random.Next(60)}..])" : null;
        });
        Truth("TryHeader as value", 2, d => _scope.HasContext && Assignable(PrimitiveType.Long) is { } v
            ? $"(ctx.Packet.TryHeader({Offset(d)}, out Ref<{Any(PrimitiveType.Memory).Name}> {_scope.Fresh("z")}) && ({v} = (long){_scope.Last("z")}.Value) > {Of(PrimitiveType.Int, 0)})"
            : null);
        Cast("array element", 5, d => _scope.Arrays.Count == 0 ? null : Pick(_scope.Arrays) is var a ? $"{a.Path}[{SpanIndex(a.Length, d)}]" : null);
        Cast("span length", 1, _ => _scope.Arrays.Count == 0 ? null : $"{Pick(_scope.Arrays).Path}.Length");
        Cast("map value", 3, d => $"({AnyOf("Hash", "Lru", "PerCpuHash")}.TryGetValue({Of(PrimitiveType.UInt, d)} & 15, out long {_scope.Fresh("m")}) ? {_scope.Last("m")} : {Of(PrimitiveType.Long, d)})");
        Cast("array map value", 2, d => $"Array[{Of(PrimitiveType.UInt, d)} & {AnyOf("15", "7", "7", "7")}]");
        Cast("LPM value", 1, d => $"(Lpm.TryGetValue(Ipv4Prefix.Host(Address({Of(PrimitiveType.UInt, d)})), out uint {_scope.Fresh("n")}) ? {_scope.Last("n")} : 7u)");
        Cast("load constant", 2, _ => AnyOf("(int)Limit", "(ulong)Wide"));
        Truth("map test", 2, d => $"{AnyOf("Hash", "Lru", "PerCpuHash", "PerCpuLru")}.ContainsKey({Of(PrimitiveType.UInt, d)} & 15)");
        Truth("map removal", 1, d => Changeable() is { } map ? $"{map}.Remove({Of(PrimitiveType.UInt, d)} & 15)" : null);
        Truth("map update", 2, d => Changeable() is { } map ? $"{map}.{AnyOf("Set", "TryAdd", "TryUpdate")}({Of(PrimitiveType.UInt, d)} & 15, {Of(PrimitiveType.Long, d)})" : null);
        Truth("array map update", 1, d => $"{AnyOf("Array", "PerCpu")}.Set({Of(PrimitiveType.UInt, d)} & 15, {Of(PrimitiveType.Long, d)})");
        Truth("ring write", 1, d => $"Ring.TryWrite({Of(PrimitiveType.Long, d)})");
    }

    /// <summary>A hash map that no reference leads into here.</summary>
    public string? Changeable()
    {
        string[] maps = [.. new[] { "Hash", "Hash", "Lru", "PerCpuHash", "PerCpuLru" }.Where(m => !_scope.IsHeld(m))];
        _scope.ChangesMaps = true;
        return maps.Length == 0 ? null : Pick(maps);
    }
}
