namespace BpfSharp.Fuzz.Writing;

/// <content>Maps without keys, maps in maps, and spans as a whole.</content>
internal sealed partial class StatementWriter
{
    private void AddMaps()
    {
        _table.Add("queue", 2, _ =>
        {
            string map = AnyOf("Queue", "Stack");
            if (_random.Next(2) == 0)
                return $"{map}.{AnyOf("TryPush", "PushOverOldest")}({E(PrimitiveType.Long, 2)});";
            string taken = $"{map}.{AnyOf("TryPop", "TryPeek")}(out long {_scope.Fresh("m")}) ? {_scope.Last("m")} : ";
            return Local(PrimitiveType.Long, taken + E(PrimitiveType.Long, 1));
        });
        _table.Add("bloom filter", 1, _ => _random.Next(2) == 0
            ? $"Seen.Add((ulong)({E(PrimitiveType.UInt, 2)} & 31));"
            : Local(PrimitiveType.Bool, $"Seen.MayContain((ulong)({E(PrimitiveType.UInt, 2)} & 63))"));
        _table.Add("LPM update", 1, _ => $"Lpm.{AnyOf("Set", "TryAdd", "TryUpdate")}(new Ipv4Prefix(Address({E(PrimitiveType.UInt, 2)}), {AnyOf("8", "16", "24", "32", "30")}), {E(PrimitiveType.UInt, 2)});");
        _table.Add("key of halves", 3, _ =>
        {
            string rest = $"Rest = {E(PrimitiveType.UInt, 1)} & 3";
            if (!_scope.HasContext || _random.Next(3) == 0)
                return Halves($"First = {Half()}, Second = {Half()}, {rest}", E(PrimitiveType.Int, 2));
            // Neighbours in the packet, in their order and in the other, as the ports of a flow and its answer.
            string name = _scope.Fresh("z"), a = AnyOf("SourcePort", "DestinationPort"), b = AnyOf("SourcePort", "DestinationPort");
            string body = Halves($"First = {name}.Value.{a}, Second = {name}.Value.{b}, {rest}", _random.Next(2) == 0 ? $"{name}.Value.{a}" : E(PrimitiveType.Int, 1));
            if (_random.Next(2) == 0)
                body += "\n" + Halves($"Second = {name}.Value.{a}, First = {name}.Value.{b}, {rest}", "1");
            return $"if (ctx.Packet.TryHeader({_random.Next(14, 50)}, out Ref<UdpHeader> {name}))\n{{\n{body}\n}}";
        });
        Nest("map in a map", 2, d =>
        {
            string name = _scope.Fresh("y"), key = _scope.Fresh("v"), text = $"uint {key} = {E(PrimitiveType.UInt, 2)} & 7;\n";
            string change = AnyOf($"{name}.Set({key}, {E(PrimitiveType.Long, 2)});", $"{name}.TryAdd({key}, {E(PrimitiveType.Long, 2)});", $"{name}.Remove({key});", $"if ({name}.TryGetRef({key}, out Ref<long> {name}e)) {name}e.Value += {E(PrimitiveType.Int, 2)};");
            string body = Block(d, 2, () => _scope.Variables.Add(new Variable(key, PrimitiveType.UInt, false)));
            return text + $"if ({AnyOf("Tenants.Find", "Groups.Find")}({E(PrimitiveType.UInt, 2)} & 3) is {{ }} {name})\n{{\n{change}\n{body}\n}}";
        });
        _table.Add("whole span", 3, _ =>
        {
            if (_scope.LoopDepth > 0 || _scope.Arrays.Count == 0)
                return null;
            var (path, type, _) = _scope.Arrays[_random.Next(_scope.Arrays.Count)];
            return AnyOf($"{path}.Fill({E(type, 2)});", $"{path}.Clear();", $"{path}.Reverse();", $"{path}[1..].CopyTo({path});", $"{path}[..1].TryCopyTo({path}[^1..]);");
        });
        _table.Add("endian write", 2, _ =>
        {
            (string Path, PrimitiveType Type, int Length)[] spans = [.. _scope.Arrays.FindAll(static a => a.Type == PrimitiveType.Byte && a.Length >= 8)];
            PrimitiveType t = Any(PrimitiveType.UShort, PrimitiveType.UInt, PrimitiveType.ULong, PrimitiveType.Int, PrimitiveType.Long);
            string name = t.Name switch { "ushort" => "UInt16", "uint" => "UInt32", "ulong" => "UInt64", "int" => "Int32", _ => "Int64" };
            string write = $"BinaryPrimitives.{AnyOf("Write", "TryWrite")}{name}{AnyOf("BigEndian", "LittleEndian")}";
            return spans.Length > 0 ? $"{write}({spans[_random.Next(spans.Length)].Path}, {E(t, 2)});" : _scope.HasContext ? $"{write}(ctx.Packet.Bytes[{_random.Next(60)}..], {E(t, 2)});" : null;
        });
        _table.Add("tuple local", 2, _ =>
        {
            string name = _scope.Fresh("d"), other = _scope.Fresh("d");
            string text = $"(int A, long B, byte C) {name} = ({E(PrimitiveType.Int, 2)}, {E(PrimitiveType.Long, 2)}, {E(PrimitiveType.Byte, 2)});\n{name}.{AnyOf("A", "B")} {AnyOf("+=", "^=")} {E(PrimitiveType.Int, 2)};\nvar {other} = {name} with {{ C = {E(PrimitiveType.Byte, 1)} }};";
            return text + "\n" + Local(PrimitiveType.Bool, $"{name} {AnyOf("==", "!=")} {other}") + "\n" + Local(PrimitiveType.Long, $"{other}.B - {name}.A * {other}.C");
        });
    }

    private string Half() => _random.Next(4) == 0 ? AnyOf("6", "17", "0") : E(PrimitiveType.UShort, 2);

    private string Halves(string fields, string value)
    {
        string key = _scope.Fresh("k");
        return $"var {key} = new Halves {{ {fields} }};\n" + (_random.Next(2) == 0
            ? $"Pairs.{AnyOf("Set", "TryAdd", "TryUpdate")}(in {key}, {value});"
            : $"{AnyOf($"Pairs.Remove(in {key})", $"if (Pairs.TryGetRef(in {key}, out Ref<long> {key}e)) {key}e.Value += {value}")};");
    }
}
