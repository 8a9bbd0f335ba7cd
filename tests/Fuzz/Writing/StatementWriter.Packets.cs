namespace BpfSharp.Fuzz.Writing;

/// <content>Packets: references into them, writes, header walks, and what moves them.</content>
internal sealed partial class StatementWriter
{
    private void AddPackets()
    {
        _table.Add("struct in packet", 3, _ =>
        {
            if (!_scope.HasContext)
                return null;
            StructType s = _structs[_random.Next(_structs.Count)];
            string name = _scope.Fresh("q"), text = $"ref {s.Name} {name} = ref ctx.Packet.Header<{s.Name}>({_expressions.Offset(2)});";
            AddStruct(name, s);
            return text;
        });
        _table.Add("ref into packet", 4, _ =>
        {
            if (!_scope.HasContext)
                return null;
            PrimitiveType t = Any(PrimitiveType.Memory);
            string name = _scope.Fresh("r"), text = $"ref {t.Name} {name} = ref ctx.Packet.Header<{t.Name}>({_expressions.Offset(2)});";
            _scope.Variables.Add(new Variable(name, t, true));
            return text;
        });
        Nest("TryHeader", 5, d =>
        {
            if (!_scope.HasContext)
                return null;
            PrimitiveType t = Any(PrimitiveType.Memory);
            string name = _scope.Fresh("h"), offset = _expressions.Offset(2);
            string body = Block(d, 3, () => _scope.Variables.Add(new Variable(name + ".Value", t, true)));
            return $"if (ctx.Packet.TryHeader({offset}, out Ref<{t.Name}> {name}))\n{body}";
        });
        // The length as the number of bytes that a helper is told.
        _table.Add("bytes by length", 1, _ =>
        {
            if (!_scope.IsMain || _scope.Level > 0 || _scope.LoopDepth > 0)
                return null;
            string name = _scope.Fresh("a"), n = _scope.Fresh("v");
            string condition = AnyOf($"{n} != 0", $"{n} > 0", $"{n} >= 14");
            string text = $"Span<byte> {name} = stackalloc byte[32];\nuint {n} = Math.Min((uint)ctx.{AnyOf("Length", "Packet.LinearLength")}, 32u);\n" + Local(PrimitiveType.Bool, $"{condition} && ctx.LoadBytes({AnyOf("0", "1", "14")}, {name}[..(int){n}])");
            _scope.Arrays.Add((name, PrimitiveType.Byte, 32));
            _scope.Variables.Add(new Variable(n, PrimitiveType.UInt, true));
            return text;
        });
        _table.Add("packet write", 4, _ => _scope.HasContext ? $"ctx.Packet.Bytes[{_expressions.Offset(2)}] {AnyOf("=", "^=", "+=", "|=")} {E(PrimitiveType.Byte)};" : null);
        _table.Add("header write", 4, _ =>
        {
            if (!_scope.HasContext)
                return null;
            PrimitiveType t = Any(PrimitiveType.Memory);
            return $"ctx.Packet.Header<{t.Name}>({_expressions.Offset(2)}) = {E(t)};";
        });
        _table.Add("span of packet", 2, _ =>
        {
            if (!_scope.HasContext)
                return null;
            string name = _scope.Fresh("b");
            int n = _random.Next(1, 33);
            string text = $"Span<byte> {name} = ctx.Packet.Bytes.Slice({_expressions.Offset(1)}, {n});";
            _scope.Arrays.Add((name, PrimitiveType.Byte, n));
            return text;
        });
        _table.Add("context write", 2, _ => _scope.HasContext && _context == ContextType.Tc
            ? $"ctx.{AnyOf("Mark", "Priority", "Control0", "Control3", "TcIndex")} = {E(PrimitiveType.UInt)};"
            : null);
        _table.Add("header walk", 3, _ => _scope.IsMain && _scope.Level == 0 ? HeaderWalk() : null);
        _table.Add("packet moved", 3, _ =>
        {
            if (!_scope.IsMain || _scope.Level > 0)
                return null;
            string moved = Move();
            _scope.ForgetPacket();
            return Local(PrimitiveType.Bool, moved);
        });
    }

    // Deltas and lengths that mostly succeed, and some that don't. Metadata only where it doesn't succeed: a test run gives it back as part of the packet.
    private string Move()
    {
        string small = AnyOf("4", "-4", "8", "-20", "0", $"({E(PrimitiveType.Int, 2)} & 15)", $"({E(PrimitiveType.Int, 2)} % 40)");
        string unsigned = $"(uint)({_expressions.Offset(1)})";
        if (_context == ContextType.Xdp)
            return AnyOf(Structs(unsigned), $"ctx.AdjustHead({small})", $"ctx.AdjustTail({small})", $"ctx.TryStore({unsigned}, {E(PrimitiveType.Long, 2)})", $"ctx.AdjustMetadata({AnyOf("1", "-5", "-300")})");
        return AnyOf(
            $"ctx.ChangeTail({AnyOf("60", "100", $"60u + ({E(PrimitiveType.UInt, 2)} & 127)")})",
            $"ctx.GrowHead({AnyOf("4", "14", $"({E(PrimitiveType.UInt, 2)} & 31)")})",
            $"ctx.Pull({E(PrimitiveType.UInt, 2)} & 127)",
            $"ctx.TryStore({unsigned}, {E(PrimitiveType.Long, 2)})",
            Structs(unsigned),
            $"ctx.PushVlan(EtherType.Vlan, {E(PrimitiveType.UShort, 2)})",
            "ctx.PopVlan()",
            $"ctx.ReplaceInHeaderChecksum(24, {E(PrimitiveType.UShort, 2)}, {E(PrimitiveType.UShort, 2)}, 2)",
            $"ctx.ReplaceInTransportChecksum({unsigned}, {E(PrimitiveType.UInt, 2)}, {E(PrimitiveType.UInt, 2)}, {AnyOf("4", "0")})");
    }

    // With padding, perhaps.
    private string Structs(string offset) =>
        _scope.Structs.Count == 0 ? $"ctx.TryStore({offset}, new Flow(3, 4))" : $"ctx.TryStore({offset}, in {_scope.Structs[_random.Next(_scope.Structs.Count)].Path})";

    // As people write it: Ethernet, tags, IPv4 or IPv6 with extension headers, ports.
    private string HeaderWalk()
    {
        string o = _scope.Fresh("v"), t = _scope.Fresh("k"), i = _scope.Fresh("i"), p = _scope.Fresh("v");
        string text = $$"""
            int {{o}} = EthernetHeader.Size;
            EtherType {{t}} = ctx.Packet.Header<EthernetHeader>(0).EtherType;
            for (int {{i}} = 0; {{i}} < 2 && ({{t}} == EtherType.Vlan || {{t}} == EtherType.ProviderVlan); {{i}}++)
            {
            if (!ctx.Packet.TryHeader({{o}}, out Ref<VlanHeader> {{o}}t)) {{Result(2)}}
            {{t}} = {{o}}t.Value.EtherType;
            {{o}} += VlanHeader.Size;
            }
            byte {{p}} = 0;
            if ({{t}} == EtherType.IPv4 && ctx.Packet.TryHeader({{o}}, out Ref<Ipv4Header> {{o}}f))
            {
            {{p}} = (byte){{o}}f.Value.Protocol;
            s_sum += {{o}}f.Value.Source.NetworkOrder;
            {{o}} += {{o}}f.Value.HeaderLength;
            }
            else if ({{t}} == EtherType.IPv6 && ctx.Packet.TryHeader({{o}}, out Ref<Ipv6Header> {{o}}s))
            {
            {{p}} = (byte){{o}}s.Value.NextHeader;
            {{o}} += Ipv6Header.Size;
            for (int {{i}} = 0; {{i}} < 3 && {{p}} is 0 or 43 or 60; {{i}}++)
            {
            if (!ctx.Packet.TryHeader({{o}}, out Ref<ushort> {{o}}x)) break;
            {{p}} = (byte){{o}}x.Value;
            {{o}} += ({{o}}x.Value >> 8) * 8 + 8;
            }
            }
            if ({{p}} is 6 or 17 && ctx.Packet.TryHeader({{o}}, out Ref<uint> {{o}}p))
            s_sum = s_sum * 31 + {{o}}p.Value;
            """;
        _scope.Variables.Add(new Variable(o, PrimitiveType.Int, true));
        _scope.Variables.Add(new Variable(p, PrimitiveType.Byte, true));
        return text;
    }
}
