using System;
using System.Linq;

namespace BpfSharp.Fuzz.Writing;

/// <content>Locals, assignments, structs and tuples.</content>
internal sealed partial class StatementWriter
{
    private void AddVariables()
    {
        _table.Add("local", 10, _ => { PrimitiveType t = Any(PrimitiveType.All); string value = E(t); return Local(t, value); });
        _table.Add("assignment", 14, _ => Target() is { } v ? $"{v.Path} = {E(v.Type)};" : null);
        _table.Add("compound assignment", 8, _ => Target(IsInteger) is { } v ? $"{v.Path} {AnyOf("+=", "-=", "*=", "&=", "|=", "^=")} {E(v.Type)};" : null);
        _table.Add("compound shift", 4, _ => Target(IsInteger) is { } v ? $"{v.Path} {AnyOf("<<=", ">>=", ">>>=")} {E(PrimitiveType.Int)};" : null);
        _table.Add("compound division", 2, _ => Target(IsInteger) is { } v ? $"{v.Path} {AnyOf("/=", "%=")} ({v.Type.Name})(({E(v.Type)} & 0x7f) + 1);" : null);
        _table.Add("increment", 4, _ => Target(IsInteger) is { } v ? $"{v.Path}{AnyOf("++", "--")};" : null);
        _table.Add("checked increment", 1, _ => Target(IsInteger) is { } v ? $"checked {{ {v.Path}{AnyOf("++", "--")}; }}" : null);
        _table.Add("discard", 1, _ => $"_ = {E(Any(PrimitiveType.All))};");
        _table.Add("ref local", 3, _ =>
        {
            if (Target() is not { } v)
                return null;
            string name = _scope.Fresh("r");
            _scope.Variables.Add(new Variable(name, v.Type, true));
            return $"ref {v.Type.Name} {name} = ref {v.Path};";
        });
        _table.Add("tuple", 2, _ =>
        {
            PrimitiveType a = Any(PrimitiveType.Integers), b = Any(PrimitiveType.Integers);
            string x = _scope.Fresh("v"), y = _scope.Fresh("v");
            string text = $"({a.Name} {x}, {b.Name} {y}) = ({E(a)}, {E(b)});";
            _scope.Variables.Add(new Variable(x, a, true));
            _scope.Variables.Add(new Variable(y, b, true));
            return text;
        });
        _table.Add("deconstruction of a result", 1, _ =>
        {
            string x = _scope.Fresh("v"), text = $"(int {x}, _) = Split({E(PrimitiveType.Long, 2)});";
            _scope.Variables.Add(new Variable(x, PrimitiveType.Int, true));
            return text;
        });
        _table.Add("swap", 2, _ => Target(IsInteger) is { } a && Target(v => v.Type == a.Type) is { } b ? $"({a.Path}, {b.Path}) = ({b.Path}, {a.Path});" : null);
        _table.Add("swap by ref", 1, _ => Target(IsInteger) is { } a && Target(v => v.Type == a.Type) is { } b ? $"Swap(ref {a.Path}, ref {b.Path});" : null);
        _table.Add("nullable local", 2, _ =>
        {
            string name = _scope.Fresh("n"), text = $"int? {name} = Maybe({E(PrimitiveType.Bool, 2)}, {E(PrimitiveType.Int, 2)});\n{name} ??= {E(PrimitiveType.Int, 2)};";
            return text + "\n" + Local(PrimitiveType.Int, $"{name}.Value");
        });
        _table.Add("nullable struct", 1, _ =>
        {
            string name = _scope.Fresh("n");
            return $"Flow? {name} = {E(PrimitiveType.Bool, 2)} ? new Flow({E(PrimitiveType.Int, 2)}, {E(PrimitiveType.Long, 2)}) : null;\n" + Local(PrimitiveType.Long, $"{name}?.Target ?? -1");
        });
        _table.Add("pointer", 2, _ =>
        {
            // What has an address can't be captured: later statements get a copy.
            string local = _scope.Fresh("z"), p = _scope.Fresh("z");
            string text = $"long {local} = {E(PrimitiveType.Long, 2)};\nlong* {p} = &{local};\n*{p} += {E(PrimitiveType.Int, 2)};\n((byte*){p})[{_random.Next(8)}] = {E(PrimitiveType.Byte, 2)};\n";
            return text + Local(PrimitiveType.Int, $"*(int*)((byte*){p} + 4)") + "\n" + Local(PrimitiveType.Long, local);
        });
        _table.Add("local function", 2, LocalFunction);
    }

    private void AddStructs()
    {
        _table.Add("struct local", 5, _ =>
        {
            StructType s = _structs[_random.Next(_structs.Count)];
            string name = _scope.Fresh("s");
            AddStruct(name, s);
            return $"{s.Name} {name} = default;";
        });
        _table.Add("struct copy", 4, _ =>
        {
            if (_scope.Structs.Count == 0)
                return null;
            var (path, type) = _scope.Structs[_random.Next(_scope.Structs.Count)];
            string name = _scope.Fresh("s");
            AddStruct(name, type);
            return $"{type.Name} {name} = {path};";
        });
        _table.Add("struct assignment", 3, _ =>
        {
            if (_scope.Structs.Count < 2)
                return null;
            var (to, type) = _scope.Structs[_random.Next(_scope.Structs.Count)];
            string[] from = [.. _scope.Structs.Where(s => s.Type == type).Select(static s => s.Path)];
            string source = from[_random.Next(from.Length)];
            return $"{to} = {(_random.Next(4) == 0 ? $"Pick({E(PrimitiveType.Bool, 2)}, {to}, {source})" : source)};";
        });
        _table.Add("explicit layout", 2, _ =>
        {
            string name = _scope.Fresh("o");
            string text = $"Overlay {name} = new() {{ Whole = {E(PrimitiveType.Long, 2)} }};\n{name}.{AnyOf("High", "Odd")} = {E(PrimitiveType.Short, 2)};";
            _scope.Variables.Add(new Variable(name + ".Whole", PrimitiveType.Long, true));
            _scope.Variables.Add(new Variable(name + ".High", PrimitiveType.Int, true));
            _scope.Variables.Add(new Variable(name + ".Odd", PrimitiveType.Short, true));
            return text;
        });
        _table.Add("nested initialiser", 1, _ => Local(PrimitiveType.Long, $"new Nest {{ Inner = {{ High = {E(PrimitiveType.Int, 2)} }}, Outer = 3 }}.Inner.Whole"));
        _table.Add("inline array", 2, _ =>
        {
            string name = _scope.Fresh("w");
            string text = $"Words {name} = default;\n{name}[{_random.Next(4)}] = {E(PrimitiveType.UInt, 2)};\n{name}[{_expressions.Index(4, 2)}] ^= {E(PrimitiveType.UInt, 2)};";
            return text + "\n" + Local(PrimitiveType.UInt, $"{name}[{_random.Next(4)}] + {name}[{_random.Next(4)}]");
        });
        _table.Add("fixed buffer", 2, _ =>
        {
            string name = _scope.Fresh("u");
            string text = $"Buffer {name} = default;\n{name}.Cells[{_random.Next(4)}] = {E(PrimitiveType.UShort, 2)};\n{name}.Cells[{E(PrimitiveType.Int, 2)} & 3]++;";
            return text + "\n" + Local(PrimitiveType.Int, $"{name}.Cells[1] - {name}.Cells[{_random.Next(4)}] * 3 + {name}.After");
        });
        _table.Add("struct with indexer", 2, _ =>
        {
            string name = _scope.Fresh("j");
            string text = $"Grid {name} = new({E(PrimitiveType.Int, 2)}, {E(PrimitiveType.Int, 2)});\n{name}[{_random.Next(2)}] {AnyOf("=", "+=", "^=")} {E(PrimitiveType.Int, 2)};\n{name}.Sum = {E(PrimitiveType.Int, 2)};";
            return text + "\n" + Local(PrimitiveType.Int, $"{name}.Sum * 7 + {name}[{_random.Next(2)}] + ({name} == -{name} ? 1 : 0)");
        });
        _table.Add("with", 2, _ =>
        {
            string a = _scope.Fresh("y"), b = _scope.Fresh("y");
            string text = $"var {a} = new Flow({E(PrimitiveType.Int, 2)}, {E(PrimitiveType.Long, 2)});\nFlow {b} = {a} with {{ {AnyOf("Source = 3", "Target = 4", $"Kind = {E(PrimitiveType.Byte, 2)}")} }};";
            return text + "\n" + Local(PrimitiveType.Bool, $"{b} {AnyOf("==", "!=")} {a}") + "\n" + Local(PrimitiveType.Long, $"{b}.Target - {b}.Kind");
        });
    }

    private string? LocalFunction(int depth)
    {
        if (depth <= 0)
            return null;
        string name = _scope.Fresh("F"), p = _scope.Fresh("x");
        PrimitiveType t = Any(PrimitiveType.Wide);
        bool context = _scope.HasContext;
        var (variables, structs, arrays) = (_scope.Variables.ToArray(), _scope.Structs.ToArray(), _scope.Arrays.ToArray());
        _scope.Variables.RemoveAll(static v => !v.Path.StartsWith("s_g", StringComparison.Ordinal));
        _scope.Structs.Clear();
        _scope.Arrays.Clear();
        _scope.Variables.Add(new Variable(p, t, true));
        _scope.HasContext = false;
        string body = E(t);
        _scope.HasContext = context;
        _scope.Variables.Clear();
        _scope.Variables.AddRange(variables);
        _scope.Structs.AddRange(structs);
        _scope.Arrays.AddRange(arrays);
        return $"static {t.Name} {name}({t.Name} {p}) => unchecked({body});\n" + Local(t, $"{name}({E(t, 2)}) ^ {name}({E(t, 2)})");
    }
}
