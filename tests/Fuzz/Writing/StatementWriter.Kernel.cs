using System;

namespace BpfSharp.Fuzz.Writing;

/// <content>What the kernel keeps for a program: sockets, timers, records of user space, views of packets, room in a ring.</content>
internal sealed partial class StatementWriter
{
    private static readonly Version s_drains = new(6, 1), s_views = new(6, 4);

    private void AddKernel()
    {
        Nest("socket", 2, d =>
        {
            if (!_scope.HasContext)
                return null;
            string tuple = _scope.Fresh("t"), name = _scope.Fresh("u"), port = AnyOf(KnownPort, KnownPort, KnownPort, E(PrimitiveType.UShort, 1));
            string address = AnyOf("Ipv4Address.Loopback", "Ipv4Address.Loopback", $"Address({E(PrimitiveType.UInt, 1)})");
            string text = $"var {tuple} = new Ipv4SocketTuple {{ Source = Ipv4Address.Loopback, Destination = {address}, SourcePort = (ushort)1, DestinationPort = {port} }};\n";
            string body = Held(() => Block(d, 2, () => _scope.Variables.Add(new Variable($"{name}.Socket.LocalPort", PrimitiveType.UShort, Writable: false))));
            return text + $"using (SocketReference {name} = ctx.Lookup{AnyOf("Tcp", "Udp")}Socket(in {tuple}))\n{{\nif (!{name}.IsAbsent)\n{{\ns_sum += (ulong){name}.Socket.{AnyOf("Protocol", "State", "Family", "LocalPort", "Type")};\n{body}\n}}\n}}";
        });
        _table.Add("timer", 2, _ =>
        {
            if (!_scope.IsMain || _scope.LoopDepth > 0)
                return null;
            string name = _scope.Fresh("k"), text = $"ref Deadline {name} = ref Timed[{E(PrimitiveType.UInt, 2)} & {AnyOf("3", "3", "7")}];\n";
            for (int i = _random.Next(1, 5); i > 0; i--)
            {
                text += Local(PrimitiveType.Int, AnyOf(
                    $"{name}.Timer.Init(Timed{AnyOf("", ", TimerClock.Boot")})",
                    $"{name}.Timer.SetCallback(static (in uint index, ref Deadline entry) =>\n{{\nentry.Rounds += 1000 / index;\nentry.Timer.Start({Never});\n}}, Timed)",
                    $"{name}.Timer.Start({Never})",
                    $"{name}.Timer.Cancel()")) + "\n";
            }

            return text + $"{name}.Rounds = {name}.Rounds * 3 ^ {E(PrimitiveType.Long, 1)};";
        });
        _table.Add("records of user space", 2, _ =>
        {
            if (_scope.LoopDepth > 0 || _scope.Target < s_drains || Plain(PrimitiveType.Long) is not { } state)
                return null;
            string record = _scope.Fresh("k"), value = _scope.Fresh("c"), s = _scope.Fresh("x");
            string change = AnyOf($"{s} = {s} * 5 + {value}", $"{s} ^= {value} << 3", $"{s} += 1000 / ({value} & {AnyOf("7", "7", "0xff")})");
            string call = AnyOf(
                $"Commands.Drain(ref {state}, static (in UserRecord<long> {record}, ref long {s}) =>\n{{\nif ({record}.TryRead(out long {value}))\n{change};\n}})",
                $"Commands.Drain(ref {state}, static (in UserRecord<long> {record}, ref long {s}) =>\n{{\nif (!{record}.TryRead(out long {value}))\nreturn false;\n{change};\nreturn {value} > {_expressions.Constant(PrimitiveType.Short)};\n}})");
            return Local(PrimitiveType.Int, call);
        });
        _table.Add("packet view", 2, _ =>
        {
            if (!_scope.IsMain || _scope.LoopDepth > 0 || !_scope.HasContext || _scope.Target < s_views)
                return null;
            string view = _scope.Fresh("w"), offset = $"(uint)({_expressions.Offset(2)})", own = _scope.Fresh("o"), read = _scope.Fresh("v");
            PrimitiveType type = Any(PrimitiveType.Wide);
            // What can't be read faults.
            string use = AnyOf(
                $"{view}.TryRead({offset}, out {type.Name} {read});",
                $"{type.Name} {own} = default;\n{type.Name} {read} = {view}.Slice({offset}, ref {own});");
            string text = $"ctx.OpenView(out PacketView {view});\n{use}\n" + Local(PrimitiveType.UInt, $"{view}.Length");
            _scope.Variables.Add(new Variable(read, type, true));
            return text;
        });
        _table.Add("write through a view", 1, _ =>
        {
            if (!_scope.IsMain || _scope.Level > 0 || _scope.Target < s_views)
                return null;
            string view = _scope.Fresh("w"), written = $"{view}.TryWrite((uint)({_expressions.Offset(2)}), {E(Any(PrimitiveType.Wide), 2)})";
            _scope.ForgetPacket();
            return $"ctx.OpenView(out PacketView {view});\n" + Local(PrimitiveType.Bool, written);
        });
        Nest("room in a ring", 1, d =>
        {
            if (_scope.Target < s_drains)
                return null;
            string name = _scope.Fresh("u"), first = E(PrimitiveType.Long, 2), body = Held(() => Block(d, 2));
            string write = $"{name}.TryWrite({AnyOf("0", "4", "8")}, {E(PrimitiveType.Int, 2)})", submit = AnyOf("", $"if ({E(PrimitiveType.Bool, 2)}) ") + $"{name}.Submit();";
            return $"using (RingBufferBytes<long> {name} = Ring.Reserve({first}, 0, out RingBufferRoom {name}r))\n{{\nif (!{name}.IsAbsent)\n{{\n{body}\ns_sum += {write} ? 5ul : 9ul;\n{submit}\n}}\n}}";
        });
    }

    // A port on which the run listens, by TCP and UDP.
    private static string KnownPort => $"(ushort){Running.KnownSockets.Port}";

    // Nanoseconds: longer than a run.
    private string Never => AnyOf("3600000000000ul", "7200000000000ul");
}
