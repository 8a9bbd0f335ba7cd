namespace BpfSharp.Fuzz.Writing;

/// <content>Branches, loops and jumps.</content>
internal sealed partial class StatementWriter
{
    private void AddControl()
    {
        Nest("if", 9, d => $"if ({E(PrimitiveType.Bool)})\n{Block(d)}");
        Nest("if else", 7, d => $"if ({E(PrimitiveType.Bool)})\n{Block(d)}\nelse\n{Block(d)}");
        Loop("for", 4, (d, i, n) => $"for (int {i} = 0; {i} < {n}; {i}++)\n{BodyWith(i, d)}");
        Loop("for, downwards", 2, (d, i, n) => $"for (int {i} = {n}; {i} > 0; {i}--)\n{BodyWith(i, d)}");
        Loop("for, variable bound", 2, (d, i, _) => { string bound = E(PrimitiveType.Int, 2); return $"for (int {i} = 0; {i} < ({bound} & 3); {i}++)\n{BodyWith(i, d)}"; });
        Loop("while", 2, (d, i, n) => $"int {i} = 0;\nwhile ({i}++ < {n} && {E(PrimitiveType.Bool, 2)})\n{BodyWith(i, d)}");
        Loop("do", 2, (d, i, n) => $"int {i} = 0;\ndo\n{BodyWith(i, d)}\nwhile (++{i} < {n});");
        _table.Add("break", 2, _ => _scope.InLoop ? $"if ({E(PrimitiveType.Bool, 2)}) break;" : null);
        _table.Add("continue", 2, _ => _scope.InLoop ? $"if ({E(PrimitiveType.Bool, 2)}) continue;" : null);
        _table.Add("return", 2, d => !_scope.MayReturn ? null : $"if ({E(PrimitiveType.Bool, 2)}) {Result(d)}");
        _table.Add("return on upper halves", 1, d => !_scope.MayReturn || _expressions.Varying(PrimitiveType.Long) is not { } v
            ? null : $"if (({v} >> 32 << 32 | 5) == 5) {Result(d)}");
        _table.Add("throw", 1, _ => $"if ({E(PrimitiveType.Bool, 2)} && {E(PrimitiveType.Bool, 2)}) throw new InvalidOperationException();");
        Nest("goto", 2, d => { string label = _scope.Fresh("l"); return $"if ({E(PrimitiveType.Bool, 2)}) goto {label};\n{Block(d)}\n{label}:;"; });
        Nest("switch", 4, d =>
        {
            bool loop = _scope.InLoop;
            _scope.InLoop = false;
            string text = $"switch ({E(PrimitiveType.Int)} & 7)\n{{\ncase 0:\n{Block(d, 2)}\nbreak;\ncase 1:\ncase {_random.Next(2, 5)}:\n{Block(d, 2)}\ngoto case 5;\ncase 5:\n{Block(d, 2)}\n{AnyOf("break;", "goto default;")}\ndefault:\n{Block(d, 2)}\nbreak;\n}}";
            _scope.InLoop = loop;
            return text;
        });
        Nest("switch on patterns", 2, d =>
        {
            bool loop = _scope.InLoop;
            _scope.InLoop = false;
            string text = $"switch ({E(PrimitiveType.Long)})\n{{\ncase < 0 when {E(PrimitiveType.Bool, 2)}:\n{Block(d, 2)}\nbreak;\ncase > 100 and < 100_000:\n{Block(d, 2)}\nbreak;\ncase 0 or 7:\n{Block(d, 1)}\nbreak;\n}}";
            _scope.InLoop = loop;
            return text;
        });
        Nest("foreach", 2, d =>
        {
            if (_scope.LoopDepth > 0 || _scope.Arrays.Count == 0)
                return null;
            var (path, type, _) = _scope.Arrays[_random.Next(_scope.Arrays.Count)];
            string name = _scope.Fresh("f");
            bool outer = _scope.InLoop, byRef = _random.Next(2) == 0;
            (_scope.InLoop, _scope.LoopDepth) = (true, _scope.LoopDepth + 1);
            string body = Block(d, 2, () => _scope.Variables.Add(new Variable(name, type, byRef)));
            (_scope.InLoop, _scope.LoopDepth) = (outer, _scope.LoopDepth - 1);
            return $"foreach ({(byRef ? "ref " : "")}{type.Name} {name} in {path})\n{body}";
        });
    }
}
