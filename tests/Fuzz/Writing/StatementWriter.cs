using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using BpfSharp.Fuzz.Coverage;

namespace BpfSharp.Fuzz.Writing;

/// <summary>Random statements, one a line so that faults are told apart by their lines.</summary>
internal sealed partial class StatementWriter
{
    private readonly Random _random;
    private readonly Scope _scope;
    private readonly ContextType _context;
    private readonly ExpressionWriter _expressions;
    private readonly IReadOnlyList<StructType> _structs;
    private readonly Choice<int> _table;

    public StatementWriter(
        Random random, CoverageArea features, Scope scope, ExpressionWriter expressions, IReadOnlyList<StructType> structs, ContextType context)
    {
        (_random, _scope, _expressions, _structs, _context) = (random, scope, expressions, structs, context);
        _table = new Choice<int>(features);
        AddVariables();
        AddStructs();
        AddControl();
        AddMemory();
        AddPackets();
        AddScopes();
        AddCalls();
        AddMaps();
        AddKernel();
    }

    /// <summary>What the method returns where it returns early.</summary>
    public Func<int, string> Result { get; set; } = static _ => "return;";

    public string Statements(int count, int depth)
    {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++)
            text.Append(_table.Write(_random, depth)).Append('\n');
        return text.ToString();
    }

    private string Block(int depth, int most = 3, Action? enter = null, Func<string>? last = null)
    {
        var mark = _scope.Mark();
        enter?.Invoke();
        _scope.Level++;
        // Rounds multiply: the verifier walks all of them.
        string body = Statements(_random.Next(1, (_scope.LoopDepth > 0 ? Math.Min(most, 2) : most) + 1), depth - 1) + last?.Invoke();
        _scope.Level--;
        _scope.Leave(mark);
        return "{\n" + body + "}";
    }

    private string E(PrimitiveType type, int depth = 3) => _expressions.Of(type, _scope.LoopDepth > 0 ? Math.Min(depth, 2) : depth);

    private PrimitiveType Any(params PrimitiveType[] types) => types[_random.Next(types.Length)];

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

    /// <summary>A construct with blocks inside.</summary>
    private void Nest(string name, int weight, Func<int, string?> write) => _table.Add(name, weight, d => d <= 0 ? null : write(d));

    /// <summary>Not for other than the outermost loops of a program, and one inside of them.</summary>
    private void Loop(string name, int weight, Func<int, string, int, string> write) => Nest(name, weight, d =>
    {
        if (_scope.LoopDepth > 1 || (_scope.LoopDepth == 1 && !_scope.IsMain))
            return null;
        bool outer = _scope.InLoop;
        (_scope.InLoop, _scope.LoopDepth) = (true, _scope.LoopDepth + 1);
        string text = write(d, _scope.Fresh("i"), _random.Next(1, _scope.LoopDepth > 1 ? 4 : 7));
        (_scope.InLoop, _scope.LoopDepth) = (outer, _scope.LoopDepth - 1);
        return text;
    });

    private string BodyWith(string index, int depth) =>
        Block(depth, 3, () => _scope.Variables.Add(new Variable(index, PrimitiveType.Int, Writable: false)));
}
