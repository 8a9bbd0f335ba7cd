using System;

namespace BpfSharp.Fuzz.Writing;

/// <content>Scopes that end in code: <c>finally</c>, ref structs, reservations, locks.</content>
internal sealed partial class StatementWriter
{
    private void AddScopes()
    {
        Nest("try finally", 3, d =>
        {
            string body = Block(d);
            return $"try\n{body}\nfinally\n{Enclosed(() => _scope.Holds ? WithoutPacket(() => Block(d, 2)) : Block(d, 2))}";
        });
        Nest("using", 2, d => Plain(PrimitiveType.Long) is { } counted
            ? $"using (Tally {_scope.Fresh("u")} = new(ref {counted}, {E(PrimitiveType.Int, 2)}))\n{Block(d)}"
            : null);
        Nest("using declaration", 2, d =>
        {
            if (Plain(PrimitiveType.Long) is not { } counted)
                return null;
            string declaration = $"using Tally {_scope.Fresh("u")} = new(ref {counted}, {E(PrimitiveType.Int, 2)});\n";
            return Block(d).Insert(2, declaration);
        });
        Nest("reservation", 2, d =>
        {
            string name = _scope.Fresh("u"), first = E(PrimitiveType.Long, 2), body = Held(() => Block(d, 2));
            string submit = AnyOf("", $"if ({E(PrimitiveType.Bool, 2)}) ") + $"{name}.Submit({AnyOf("", "RingBufferWakeup.Never")});";
            return $"using (RingBufferReservation<long> {name} = Ring.Reserve())\n{{\nif (!{name}.IsAbsent)\n{{\n{name}.Record = {first};\n{body}\n{name}.Record {AnyOf("+=", "^=", "*=")} {E(PrimitiveType.Long, 1)};\n{submit}\n}}\n}}";
        });
        // Nothing may be called under a lock: what is computed there is made of locals.
        _table.Add("lock", 2, _ =>
        {
            string a = Local(PrimitiveType.Long, E(PrimitiveType.Long, 2)), name = _scope.Fresh("k"), local = a.Split(' ')[1];
            string index = $"{E(PrimitiveType.UInt, 2)} & {AnyOf("3", "3", "7")}";
            // The packet is read there without a call, even where it is not linear.
            string place = _scope.HasContext ? Local(PrimitiveType.Int, _expressions.Offset(2)) + "\n" : "";
            string offset = place.Length == 0 ? "" : place.Split(' ')[1];
            string body = place.Length != 0 && _random.Next(2) == 0 ? AnyOf(
                $"{name}.In ^= (long)ctx.Packet.Header<{Any(PrimitiveType.Wide).Name}>({offset});",
                $"{name}.Out += {local};\nif (ctx.Packet.TryHeader({offset} & 0xff, out Ref<short> {name}p))\n{name}.In += {name}p.Value;",
                $"{name}.Uses += ctx.Packet.Header<byte>(14 + ({name}.Uses & 31)) + 1;\n{name}.In -= ctx.Packet.Header<byte>(20);") : AnyOf(
                $"{name}.In += {local};\n{name}.Out = {name}.Out * 3 ^ {local};",
                $"if ({local} > {name}.In) {name}.Uses++;\n{name}.In -= {local} & 0xff;",
                $"{name}.Out += 100 / ({local} & 7);\n{name}.Uses = checked({name}.Uses + 1);");
            return $"{a}\n{place}ref Account {name} = ref Accounts[{index}];\nusing ({name}.Lock.Enter())\n{{\n{body}\n}}\n" + Local(PrimitiveType.Long, $"{name}.In - {name}.Out");
        });
    }

    /// <summary>What is written inside is not left by a jump.</summary>
    private string Enclosed(Func<string> write)
    {
        var (loop, returns) = (_scope.InLoop, _scope.MayReturn);
        (_scope.InLoop, _scope.MayReturn) = (false, false);
        string text = write();
        (_scope.InLoop, _scope.MayReturn) = (loop, returns);
        return text;
    }

    private string Held(Func<string> write)
    {
        bool holds = _scope.Holds;
        _scope.Holds = true;
        string text = write();
        _scope.Holds = holds;
        return text;
    }

    private string WithoutPacket(Func<string> write)
    {
        var (variables, structs, arrays) = (_scope.Variables.ToArray(), _scope.Structs.ToArray(), _scope.Arrays.ToArray());
        _scope.ForgetPacket();
        string text = write();
        _scope.Restore(variables, structs, arrays);
        return text;
    }

    /// <summary>A local that a reference or a function may hold on to.</summary>
    private string? Plain(PrimitiveType type) => Target(v => v.Type == type && v.Path[0] == 'v')?.Path;
}
