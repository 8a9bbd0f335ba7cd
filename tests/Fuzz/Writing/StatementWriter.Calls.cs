using System;

namespace BpfSharp.Fuzz.Writing;

/// <content>Functions inside of methods: lambdas that the kernel calls back, local functions, and what they share with the code around them.</content>
internal sealed partial class StatementWriter
{
    private void AddCalls()
    {
        Nest("callback with captures", 2, d => CallBack((count, round) =>
        {
            string body = Captured(() => Enclosed(() => BodyOf(round, d)));
            return $"Bpf.Loop({count}, {round} =>\n{body})";
        }));
        Nest("callback that stops", 1, d => CallBack((count, round) =>
        {
            string body = Captured(() => Enclosed(() => BodyOf(round, d, () => $"return {E(PrimitiveType.Bool, 2)};\n")));
            return $"Bpf.Loop({count}, {round} =>\n{body})";
        }));
        Nest("callback with state", 1, _ => CallBack((count, round) =>
        {
            if (Plain(PrimitiveType.Long) is not { } state)
                return null;
            string s = _scope.Fresh("x");
            string change = AnyOf($"{s} = {s} * 3 + {round}", $"{s} ^= {s} << ((int){round} & 7)", $"{s} += 1000 / ({round} + {AnyOf("1", "0")})");
            return $"Bpf.Loop({count}, ref {state}, static (uint {round}, ref long {s}) => {{ {change}; }})";
        }));
        Nest("callback with a packet's field as state", 1, d => CallBack((count, round) =>
        {
            if (!_scope.HasContext || Target(static v => v.Type == PrimitiveType.Long && v.Path[0] == 'r') is not { } state)
                return null;
            string s = _scope.Fresh("x");
            string read = Captured(() => E(PrimitiveType.Long, 2));
            return $"Bpf.Loop({count}, ref {state.Path}, (uint {round}, ref long {s}) =>\n{{\n{s} {AnyOf("+=", "^=")} {read};\n{s} += {round} + ctx.Packet.Header<byte>(({_expressions.Constant(PrimitiveType.Int)} & 63) + (int)({round} & 7));\n}})";
        }));
        _table.Add("entries of an array map", 1, _ =>
        {
            if (Plain(PrimitiveType.Long) is not { } state)
                return null;
            string k = _scope.Fresh("k"), c = _scope.Fresh("c"), s = _scope.Fresh("x");
            return $"{AnyOf("Array", "PerCpu")}.ForEach(ref {state}, static (in uint {k}, ref long {c}, ref long {s}) =>\n{{\n{s} = {s} * 5 + ({c} ^ {k});\n{c} {AnyOf("+=", "^=")} {_expressions.Constant(PrimitiveType.Int)};\n}});";
        });
        // In no order that .NET shares: only what doesn't depend on it.
        _table.Add("entries of a hash map", 1, _ =>
        {
            if (_scope.LoopDepth > 0 || _scope.IsHeld("Hash") || Plain(PrimitiveType.Long) is not { } state)
                return null;
            string k = _scope.Fresh("k"), c = _scope.Fresh("c");
            return $"Hash.ForEach((in uint {k}, ref long {c}) =>\n{{\n{state} += {c} ^ {k};\n{c} += 2;\n}});";
        });
        Nest("local function with captures", 2, d =>
        {
            string name = _scope.Fresh("F"), p = _scope.Fresh("x");
            PrimitiveType t = Any(PrimitiveType.Wide);
            string body = Captured(() =>
            {
                var (loop, returns, result) = (_scope.InLoop, _scope.MayReturn, Result);
                (_scope.InLoop, _scope.MayReturn, Result) = (false, true, _ => $"return {E(t, 2)};");
                string text = Block(d, 2, () => _scope.Variables.Add(new Variable(p, t, true)), () => $"return {E(t, 2)};\n");
                (_scope.InLoop, _scope.MayReturn, Result) = (loop, returns, result);
                return text;
            });
            return $"{t.Name} {name}({t.Name} {p})\n{body}\n" + Local(t, $"{name}({E(t, 2)}) ^ {name}({E(t, 2)})");
        });
    }

    private string? CallBack(Func<string, string, string?> write)
    {
        if (_scope.LoopDepth > 1)
            return null;
        string round = _scope.Fresh("i"), count = AnyOf("3", "10", "0", $"{E(PrimitiveType.UInt, 2)} & 15");
        return write(count, round) is { } call ? Local(PrimitiveType.Int, call) : null;
    }

    private string BodyOf(string round, int depth, Func<string>? last = null)
    {
        _scope.LoopDepth++;
        string body = Block(depth, 2, () => _scope.Variables.Add(new Variable(round, PrimitiveType.UInt, Writable: false)), last);
        _scope.LoopDepth--;
        return body;
    }

    // C# lets functions share locals, but neither references nor spans.
    private string Captured(Func<string> write)
    {
        var (variables, structs, arrays) = (_scope.Variables.ToArray(), _scope.Structs.ToArray(), _scope.Arrays.ToArray());
        _scope.Variables.RemoveAll(static v => !v.Path.StartsWith("s_g", StringComparison.Ordinal) && v.Path[0] is not ('v' or 's' or 'i' or 'o' or 'x'));
        _scope.Structs.RemoveAll(static s => s.Path[0] != 's');
        _scope.Arrays.Clear();
        string text = write();
        _scope.Restore(variables, structs, arrays);
        return text;
    }
}
