using System;
using BpfSharp.Fuzz.Coverage;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace BpfSharp.Fuzz.Writing;

/// <summary>Random statements, one a line so that faults are told apart by their lines.</summary>
internal sealed class StatementWriter
{
    private readonly Random _random;
    private readonly CoverageArea _features;
    private readonly Scope _scope;
    private readonly ExpressionWriter _expressions;
    private readonly IReadOnlyList<StructType> _structs;
    private readonly Choice<int> _table = new();

    public StatementWriter(Random random, CoverageArea features, Scope scope, ExpressionWriter expressions, IReadOnlyList<StructType> structs)
    {
        (_random, _features, _scope, _expressions, _structs) = (random, features, scope, expressions, structs);
        Fill();
        foreach (string name in _table.Names)
            features.Declare(name);
    }

    /// <summary>What the method returns where it returns early.</summary>
    public Func<int, string> Result { get; set; } = static _ => "return;";

    public string Statements(int count, int depth)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
            text.Append(_table.Write(_random, _features, depth)).Append('\n');
        return text.ToString();
    }

    private string Block(int depth, int most = 3)
    {
        var mark = _scope.Mark();
        string body = Statements(_random.Next(1, most + 1), depth - 1);
        _scope.Leave(mark);
        return "{\n" + body + "}";
    }

    private string E(PrimitiveType type, int depth = 3) => _expressions.Of(type, depth);

    private PrimitiveType Any(PrimitiveType[] types) => types[_random.Next(types.Length)];

    private string AnyOf(params string[] texts) => texts[_random.Next(texts.Length)];

    private string Local(PrimitiveType type, string value)
    {
        string name = _scope.Fresh("v");
        _scope.Variables.Add(new Variable(name, type, Writable: true));
        return $"{type.Name} {name} = {value};";
    }

    private Variable? Target(Func<Variable, bool>? where = null)
    {
        Variable[] found = [.. _scope.Variables.Where(v => v.Writable && (where is null || where(v)))];
        return found.Length == 0 ? null : found[_random.Next(found.Length)];
    }

    private static bool IsInteger(Variable variable) => variable.Type.Numeric && variable.Type != PrimitiveType.Kind && variable.Type != PrimitiveType.Level;

    private void AddStruct(string path, StructType type, bool writable = true)
    {
        _scope.Structs.Add((path, type));
        foreach ((string field, PrimitiveType fieldType) in type.Fields)
            _scope.Variables.Add(new Variable($"{path}.{field}", fieldType, writable));
    }

    private string Loop(int depth, Func<string, int, string> write)
    {
        _scope.LoopDepth++;
        bool outer = _scope.InLoop;
        _scope.InLoop = true;
        string text = write(_scope.Fresh("i"), _random.Next(1, _scope.LoopDepth > 1 ? 4 : 9));
        _scope.InLoop = outer;
        _scope.LoopDepth--;
        return text;
    }

    private string BodyWith(string index, int depth)
    {
        var mark = _scope.Mark();
        _scope.Variables.Add(new Variable(index, PrimitiveType.Int, Writable: false));
        string body = Statements(_random.Next(1, 4), depth - 1);
        _scope.Leave(mark);
        return "{\n" + body + "}";
    }

    private void Fill()
    {
        _table.Add("local", 10, d => { PrimitiveType t = Any(PrimitiveType.All); string value = E(t); return Local(t, value); });
        _table.Add("assignment", 14, _ => Target() is { } v ? $"{v.Path} = {E(v.Type)};" : null);
        _table.Add("compound assignment", 8, _ => Target(IsInteger) is { } v ? $"{v.Path} {AnyOf("+=", "-=", "*=", "&=", "|=", "^=")} {E(v.Type)};" : null);
        _table.Add("compound shift", 4, _ => Target(IsInteger) is { } v ? $"{v.Path} {AnyOf("<<=", ">>=", ">>>=")} {E(PrimitiveType.Int)};" : null);
        _table.Add("compound division", 2, _ => Target(IsInteger) is { } v ? $"{v.Path} {AnyOf("/=", "%=")} ({v.Type.Name})({E(v.Type)} | 1);" : null);
        _table.Add("increment", 4, _ => Target(IsInteger) is { } v ? $"{v.Path}{AnyOf("++", "--")};" : null);
        _table.Add("checked increment", 1, _ => Target(IsInteger) is { } v ? $"checked {{ {v.Path}{AnyOf("++", "--")}; }}" : null);
        _table.Add("if", 9, d => d <= 0 ? null : $"if ({E(PrimitiveType.Bool)})\n{Block(d)}");
        _table.Add("if else", 7, d => d <= 0 ? null : $"if ({E(PrimitiveType.Bool)})\n{Block(d)}\nelse\n{Block(d)}");
        _table.Add("for", 5, d => d <= 0 || _scope.LoopDepth > 1 ? null : Loop(d, (i, n) => $"for (int {i} = 0; {i} < {n}; {i}++)\n{BodyWith(i, d)}"));
        _table.Add("for, downwards", 2, d => d <= 0 || _scope.LoopDepth > 1 ? null : Loop(d, (i, n) => $"for (int {i} = {n}; {i} > 0; {i}--)\n{BodyWith(i, d)}"));
        _table.Add("for, variable bound", 3, d => d <= 0 || _scope.LoopDepth > 1 ? null : Loop(d, (i, n) => { string bound = E(PrimitiveType.Int, 2); return $"for (int {i} = 0; {i} < ({bound} & 7); {i}++)\n{BodyWith(i, d)}"; }));
        _table.Add("while", 3, d => d <= 0 || _scope.LoopDepth > 1 ? null : Loop(d, (i, n) => $"int {i} = 0;\nwhile ({i}++ < {n} && {E(PrimitiveType.Bool, 2)})\n{BodyWith(i, d)}"));
        _table.Add("do", 2, d => d <= 0 || _scope.LoopDepth > 1 ? null : Loop(d, (i, n) => $"int {i} = 0;\ndo\n{BodyWith(i, d)}\nwhile (++{i} < {n});"));
        _table.Add("break", 2, _ => _scope.InLoop ? $"if ({E(PrimitiveType.Bool, 2)}) break;" : null);
        _table.Add("continue", 2, _ => _scope.InLoop ? $"if ({E(PrimitiveType.Bool, 2)}) continue;" : null);
        _table.Add("return", 2, d => $"if ({E(PrimitiveType.Bool, 2)}) {Result(d)}");
        _table.Add("throw", 1, _ => $"if ({E(PrimitiveType.Bool, 2)}) throw new InvalidOperationException();");
        _table.Add("goto", 2, d => { if (d <= 0) return null; string label = _scope.Fresh("l"); return $"if ({E(PrimitiveType.Bool, 2)}) goto {label};\n{Block(d)}\n{label}:;"; });
        _table.Add("switch", 4, d => { if (d <= 0) return null; bool loop = _scope.InLoop; _scope.InLoop = false; string text = $"switch ({E(PrimitiveType.Int)} & 7)\n{{\ncase 0:\n{Block(d)}\nbreak;\ncase 1:\ncase {_random.Next(2, 5)}:\n{Block(d)}\ngoto case 5;\ncase 5:\n{Block(d)}\n{AnyOf("break;", "goto default;")}\ndefault:\n{Block(d)}\nbreak;\n}}"; _scope.InLoop = loop; return text; });
        _table.Add("struct local", 5, _ => { StructType s = _structs[_random.Next(_structs.Count)]; string name = _scope.Fresh("s"); string text = $"{s.Name} {name} = default;"; AddStruct(name, s); return text; });
        _table.Add("struct copy", 4, _ => { if (_scope.Structs.Count == 0) return null; var (path, type) = _scope.Structs[_random.Next(_scope.Structs.Count)]; string name = _scope.Fresh("s"); AddStruct(name, type); return $"{type.Name} {name} = {path};"; });
        _table.Add("struct assignment", 3, _ => { if (_scope.Structs.Count < 2) return null; var (to, type) = _scope.Structs[_random.Next(_scope.Structs.Count)]; string[] from = [.. _scope.Structs.Where(s => s.Type == type).Select(static s => s.Path)]; return $"{to} = {(_random.Next(4) == 0 ? $"Pick({E(PrimitiveType.Bool, 2)}, {to}, {from[_random.Next(from.Length)]})" : from[_random.Next(from.Length)])};"; });
        _table.Add("struct in packet", 3, _ => { if (!_scope.HasContext) return null; StructType s = _structs[_random.Next(_structs.Count)]; string name = _scope.Fresh("q"); string text = $"ref {s.Name} {name} = ref ctx.Packet.Header<{s.Name}>({_expressions.Offset(2)});"; AddStruct(name, s); return text; });
        _table.Add("ref local", 3, _ => { if (Target() is not { } v) return null; string name = _scope.Fresh("r"); _scope.Variables.Add(new Variable(name, v.Type, true)); return $"ref {v.Type.Name} {name} = ref {v.Path};"; });
        _table.Add("ref into packet", 4, _ => { if (!_scope.HasContext) return null; PrimitiveType t = Any(PrimitiveType.Memory); string name = _scope.Fresh("r"); string text = $"ref {t.Name} {name} = ref ctx.Packet.Header<{t.Name}>({_expressions.Offset(2)});"; _scope.Variables.Add(new Variable(name, t, true)); return text; });
        _table.Add("TryHeader", 4, d => { if (d <= 0 || !_scope.HasContext) return null; PrimitiveType t = Any(PrimitiveType.Memory); string name = _scope.Fresh("h"); string offset = _expressions.Offset(2); var mark = _scope.Mark(); _scope.Variables.Add(new Variable(name + ".Value", t, true)); string body = Block(d); _scope.Leave(mark); return $"if (ctx.Packet.TryHeader({offset}, out Ref<{t.Name}> {name}))\n{body}"; });
        _table.Add("TryGetRef", 3, d => { if (d <= 0) return null; string name = _scope.Fresh("e"); string key = E(PrimitiveType.UInt, 2); var mark = _scope.Mark(); _scope.Variables.Add(new Variable(name + ".Value", PrimitiveType.Long, true)); string body = Block(d); _scope.Leave(mark); return $"if ({AnyOf("Hash", "Lru")}.TryGetRef({key} & 15, out Ref<long> {name}))\n{body}"; });
        _table.Add("map indexer", 3, _ => $"{AnyOf("Array[", "Array[", "PerCpu[", "Hash[")}{E(PrimitiveType.UInt, 2)} & {AnyOf("7", "7", "7", "15")}] {AnyOf("=", "+=", "^=", "-=")} {E(PrimitiveType.Long)};");
        _table.Add("ref into map", 2, _ => { string name = _scope.Fresh("r"); string text = $"ref long {name} = ref {AnyOf("Array", "PerCpu")}[{E(PrimitiveType.UInt, 2)} & 7];"; _scope.Variables.Add(new Variable(name, PrimitiveType.Long, true)); return text; });
        _table.Add("map entry of structs", 2, _ => { string name = _scope.Fresh("q"); string text = $"ref S0 {name} = ref Records[{E(PrimitiveType.UInt, 2)} & 3];"; AddStruct(name, _structs[0]); return text; });
        _table.Add("packet write", 4, _ => _scope.HasContext ? $"ctx.Packet.Bytes[{_expressions.Offset(2)}] {AnyOf("=", "^=", "+=", "|=")} {E(PrimitiveType.Byte)};" : null);
        _table.Add("header write", 4, _ => { if (!_scope.HasContext) return null; PrimitiveType t = Any(PrimitiveType.Memory); return $"ctx.Packet.Header<{t.Name}>({_expressions.Offset(2)}) = {E(t)};"; });
        _table.Add("stackalloc", 3, _ => { if (_scope.InLoop) return null; PrimitiveType t = Any(PrimitiveType.Integers); int n = _random.Next(1, 9); string name = _scope.Fresh("a"); _scope.Arrays.Add((name, t, n)); return $"Span<{t.Name}> {name} = stackalloc {t.Name}[{n}];"; });
        _table.Add("span of packet", 2, _ => { if (!_scope.HasContext) return null; string name = _scope.Fresh("a"); int n = _random.Next(1, 33); string text = $"Span<byte> {name} = ctx.Packet.Bytes.Slice({_expressions.Offset(1)}, {n});"; _scope.Arrays.Add((name, PrimitiveType.Byte, n)); return text; });
        _table.Add("element write", 6, _ => { if (_scope.Arrays.Count == 0) return null; var (path, type, length) = _scope.Arrays[_random.Next(_scope.Arrays.Count)]; return $"{path}[{_expressions.Index(length, 2)}] {AnyOf("=", "=", "+=", "^=", ">>=")} {(type.Name is "int" ? E(type) : $"({type.Name})({E(PrimitiveType.Byte)} & 31)")};"; });
        _table.Add("foreach", 2, d => { if (d <= 0 || _scope.LoopDepth > 1 || _scope.Arrays.Count == 0) return null; var (path, type, _) = _scope.Arrays[_random.Next(_scope.Arrays.Count)]; string name = _scope.Fresh("f"); bool outer = _scope.InLoop; _scope.LoopDepth++; _scope.InLoop = true; var mark = _scope.Mark(); bool byRef = _random.Next(2) == 0; _scope.Variables.Add(new Variable(name, type, byRef)); string body = Block(d, 2); _scope.Leave(mark); _scope.InLoop = outer; _scope.LoopDepth--; return $"foreach ({(byRef ? "ref " : "")}{type.Name} {name} in {path})\n{body}"; });
        _table.Add("tuple", 2, _ => { PrimitiveType a = Any(PrimitiveType.Integers), b = Any(PrimitiveType.Integers); string x = _scope.Fresh("v"), y = _scope.Fresh("v"); string text = $"({a.Name} {x}, {b.Name} {y}) = ({E(a)}, {E(b)});"; _scope.Variables.Add(new Variable(x, a, true)); _scope.Variables.Add(new Variable(y, b, true)); return text; });
        _table.Add("swap", 2, _ => { if (Target(IsInteger) is not { } a || Target(v => v.Type == a.Type) is not { } b) return null; return $"({a.Path}, {b.Path}) = ({b.Path}, {a.Path});"; });
        _table.Add("swap by ref", 1, _ => Target(IsInteger) is { } a && Target(v => v.Type == a.Type) is { } b ? $"Swap(ref {a.Path}, ref {b.Path});" : null);
        _table.Add("local function", 2, d => { if (d <= 0) return null; string name = _scope.Fresh("F"), p = _scope.Fresh("x"); bool context = _scope.HasContext; PrimitiveType t = Any(PrimitiveType.Wide); Variable[] outside = [.. _scope.Variables]; _scope.Variables.RemoveAll(static v => !v.Path.StartsWith("s_g", StringComparison.Ordinal)); var structs = _scope.Structs.ToArray(); var arrays = _scope.Arrays.ToArray(); _scope.Structs.Clear(); _scope.Arrays.Clear(); _scope.Variables.Add(new Variable(p, t, true)); _scope.HasContext = false; string body = E(t); _scope.HasContext = context; _scope.Variables.Clear(); _scope.Variables.AddRange(outside); _scope.Structs.AddRange(structs); _scope.Arrays.AddRange(arrays); return $"static {t.Name} {name}({t.Name} {p}) => unchecked({body});\n" + Local(t, $"{name}({E(t)}) ^ {name}({E(t)})"); });
    }
}
