namespace BpfSharp.Fuzz.Writing;

/// <content>Maps, stack memory and spans.</content>
internal sealed partial class StatementWriter
{
    private void AddMemory()
    {
        Nest("TryGetRef", 3, d =>
        {
            string name = _scope.Fresh("e"), key = E(PrimitiveType.UInt, 2);
            string map = AnyOf("Hash", "Hash", "Lru", "PerCpuHash", "PerCpuLru");
            // Which element an LRU map gives away is the kernel's secret.
            if (map is "Lru" or "PerCpuLru")
                _scope.Held.Add(map);
            string body = Block(d, 3, () => _scope.Variables.Add(new Variable(name + ".Value", PrimitiveType.Long, true)));
            _scope.Held.Remove(map);
            return $"if ({map}.TryGetRef({key} & 15, out Ref<long> {name}))\n{body}";
        });
        _table.Add("map indexer", 3, _ =>
            $"{AnyOf("Array[", "Array[", "PerCpu[", "Hash[")}{E(PrimitiveType.UInt, 2)} & {AnyOf("7", "7", "7", "15")}] {AnyOf("=", "+=", "^=", "-=")} {E(PrimitiveType.Long)};");
        _table.Add("ref into map", 2, _ =>
        {
            string name = _scope.Fresh("g"), text = $"ref long {name} = ref {AnyOf("Array", "PerCpu")}[{E(PrimitiveType.UInt, 2)} & 7];";
            _scope.Variables.Add(new Variable(name, PrimitiveType.Long, true));
            return text;
        });
        _table.Add("map entry of structs", 2, _ =>
        {
            string name = _scope.Fresh("t"), text = $"ref S0 {name} = ref Records[{E(PrimitiveType.UInt, 2)} & 3];";
            AddStruct(name, _structs[0]);
            return text;
        });
        _table.Add("map update", 2, _ => _expressions.Changeable() is { } map ? $"{map}.{AnyOf("Set", "TryAdd", "TryUpdate")}({E(PrimitiveType.UInt, 2)} & 15, {E(PrimitiveType.Long, 2)});" : null);
        _table.Add("interlocked, without result", 1, _ => Target(static v => v.Path.StartsWith("s_g", System.StringComparison.Ordinal) && (v.Type.Name is "int" or "long" or "uint" or "ulong")) is { } v
            ? $"Interlocked.{AnyOf("Add", "And", "Or")}(ref {v.Path}, {E(v.Type, 2)});"
            : $"Interlocked.{AnyOf("Add", "And", "Or")}(ref Array[{E(PrimitiveType.UInt, 2)} & 7], {E(PrimitiveType.Long, 2)});");
        _table.Add("event", 1, _ => $"Ring.TryWrite({E(PrimitiveType.Long, 2)});");
        _table.Add("event of packet bytes", 1, _ => _scope.HasContext ? $"Ring.TryWrite(in ctx.Packet.Header<long>({_expressions.Offset(1)}));" : null);
        _table.Add("stackalloc", 3, _ =>
        {
            if (_scope.LoopDepth > 0 || !_scope.MayReturn)
                return null;
            PrimitiveType t = Any([.. PrimitiveType.Integers, PrimitiveType.Byte]);
            int n = _random.Next(1, 9);
            string name = _scope.Fresh("a");
            _scope.Arrays.Add((name, t, n));
            _scope.Allocates = true;
            return $"Span<{t.Name}> {name} = stackalloc {t.Name}[{n}];";
        });
        _table.Add("collection expression", 2, _ =>
        {
            if (_scope.LoopDepth > 0)
                return null;
            PrimitiveType t = Any(PrimitiveType.Int, PrimitiveType.Long, PrimitiveType.Byte, PrimitiveType.UShort);
            string name = _scope.Fresh("a");
            string text = $"Span<{t.Name}> {name} = [{E(t, 2)}, {E(t, 1)}, {E(t, 1)}, {_expressions.Constant(t)}];";
            _scope.Arrays.Add((name, t, 4));
            _scope.Allocates = true;
            return text;
        });
        _table.Add("slice of a span", 2, _ =>
        {
            if (_scope.Arrays.Count == 0)
                return null;
            var (path, type, length) = _scope.Arrays[_random.Next(_scope.Arrays.Count)];
            int start = _random.Next(length), rest = length - start;
            string name = _scope.Fresh(path[..1]);
            _scope.Arrays.Add((name, type, rest == 0 ? 1 : rest));
            return $"Span<{type.Name}> {name} = {path}[{start}..];";
        });
        _table.Add("element write", 6, _ =>
        {
            if (_scope.Arrays.Count == 0)
                return null;
            var (path, type, length) = _scope.Arrays[_random.Next(_scope.Arrays.Count)];
            string place = $"{path}[{_expressions.SpanIndex(length, 2)}]";
            return _random.Next(4) == 0 ? $"{place} {AnyOf("<<=", ">>=", ">>>=")} {E(PrimitiveType.Int, 2)};" : $"{place} {AnyOf("=", "=", "+=", "^=")} {E(type)};";
        });
    }
}
