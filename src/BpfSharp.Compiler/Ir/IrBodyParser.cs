using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

/// <summary>Reads the blocks of one function. Values may be used before their definition stands in the text (loops).</summary>
internal sealed class IrBodyParser
{
    private static readonly Dictionary<string, IrType> s_primitives = new(StringComparer.Ordinal)
    {
        ["void"] = IrType.Void,
        ["i8"] = IrType.I8,
        ["u8"] = IrType.U8,
        ["i16"] = IrType.I16,
        ["u16"] = IrType.U16,
        ["i32"] = IrType.I32,
        ["u32"] = IrType.U32,
        ["i64"] = IrType.I64,
        ["u64"] = IrType.U64,
        ["bool"] = IrType.Bool,
        ["char"] = IrType.Char,
        ["ptr"] = IrType.Ptr,
    };

    private readonly IrScanner _scanner;
    private readonly IrFunction _function;
    private readonly Func<IrType> _parseType;
    private readonly Func<int> _parseSpan;
    private readonly Dictionary<int, IrValue> _values = new();
    private readonly Dictionary<int, IrBlock> _blocks = new();
    private readonly List<(List<IrValue> List, int Index, int Number)> _pending = new();

    public IrBodyParser(IrScanner scanner, IrFunction function, Func<IrType> parseType, Func<int> parseSpan)
    {
        _scanner = scanner;
        _function = function;
        _parseType = parseType;
        _parseSpan = parseSpan;
    }

    public static IrType? Primitive(string word) => s_primitives.TryGetValue(word, out IrType? type) ? type : null;

    public void Parse()
    {
        while (!_scanner.TryTake("}"))
            ParseBlock();
        foreach ((List<IrValue> list, int index, int number) in _pending)
            list[index] = _values.TryGetValue(number, out IrValue? value) ? value : throw _scanner.Error($"%{number} is not defined");
        foreach (KeyValuePair<int, IrBlock> block in _blocks)
        {
            if (!_function.Blocks.Contains(block.Value))
                throw _scanner.Error($"^{block.Key} is not defined");
        }
    }

    private void ParseBlock()
    {
        IrBlock block = BlockReference();
        _function.Blocks.Add(block);
        if (_scanner.TryTake("("))
        {
            do
            {
                int number = ValueNumber();
                _scanner.Expect(":");
                var parameter = new IrParameter(_parseType());
                block.Parameters.Add(parameter);
                _values.Add(number, parameter);
            }
            while (_scanner.TryTake(","));
            _scanner.Expect(")");
        }

        _scanner.Expect(":");
        while (!_scanner.Peek("^") && !_scanner.Peek("}"))
            block.Instructions.Add(ParseInstruction());
    }

    private IrInstruction ParseInstruction()
    {
        int result = -1;
        IrType type = IrType.Void;
        if (_scanner.Peek("%"))
        {
            result = ValueNumber();
            _scanner.Expect(":");
            type = _parseType();
            _scanner.Expect("=");
        }

        string name = _scanner.Word();
        if (!IrOpTable.TryParse(name, out IrOp op))
            throw _scanner.Error($"unknown operation '{name}'");
        var instruction = new IrInstruction(op, type);
        if (result >= 0)
            _values.Add(result, instruction);
        if (TakesType(op))
            instruction.TypeArgument = _parseType();
        if (op == IrOp.Load && _scanner.TryTake("from"))
            instruction.Bounds = ParseBounds();
        if (_scanner.Peek("\""))
            instruction.Symbol = _scanner.String();
        if (_scanner.TryTake("<"))
            instruction.CallArguments = ParseTypeList();
        if (_scanner.TryTake("#"))
            instruction.Immediate = _scanner.Int32();
        if (AtOperand())
            ParseOperands(instruction.Operands);
        if (_scanner.TryTake("->"))
            ParseTargets(instruction);
        instruction.Span = _parseSpan();
        return instruction;
    }

    // A lowered copy, zero or slot has bytes instead of a type.
    private bool TakesType(IrOp op) => op is IrOp.Load or IrOp.Store or IrOp.Slot or IrOp.Copy or IrOp.Zero or IrOp.Field or IrOp.Elem or IrOp.SizeOf or IrOp.TypeIs
        or IrOp.Atomic or IrOp.CtxLoad or IrOp.CtxStore or IrOp.CallConstrained && !_scanner.Peek("#") && !_scanner.Peek("\"") && !_scanner.Peek("%");

    private (long Least, long Greatest) ParseBounds()
    {
        long least = _scanner.Int64();
        _scanner.Expect("to");
        long greatest = _scanner.Int64();
        _scanner.Expect("of");
        return (least, greatest);
    }

    private List<IrType> ParseTypeList()
    {
        var types = new List<IrType>();
        do
            types.Add(_parseType());
        while (_scanner.TryTake(","));
        _scanner.Expect(">");
        return types;
    }

    private bool AtOperand()
    {
        if (_scanner.AtEnd || _scanner.Peek("->"))
            return false;
        return (_scanner.Peek("%") && !_scanner.PeekDefinition()) || _scanner.Peek("null") || _scanner.PeekNumber();
    }

    private void ParseTargets(IrInstruction instruction)
    {
        do
        {
            if (instruction.Targets.Count > 0 && _scanner.PeekNumber())
            {
                instruction.Cases.Add(_scanner.Int64());
                _scanner.Expect(":");
            }

            var target = new IrTarget(BlockReference());
            instruction.Targets.Add(target);
            if (_scanner.TryTake("("))
            {
                ParseOperands(target.Arguments);
                _scanner.Expect(")");
            }
        }
        while (_scanner.TryTake(","));
    }

    private void ParseOperands(List<IrValue> list)
    {
        do
        {
            if (_scanner.Peek("%"))
            {
                _pending.Add((list, list.Count, ValueNumber()));
                list.Add(IrConstant.Null());
            }
            else if (_scanner.TryTake("null"))
            {
                list.Add(IrConstant.Null());
            }
            else
            {
                long value = _scanner.Int64();
                list.Add(_scanner.TryTake("L") ? IrConstant.I64(value) : new IrConstant(IrType.I32, value));
            }
        }
        while (_scanner.TryTake(","));
    }

    private int ValueNumber()
    {
        _scanner.Expect("%");
        return _scanner.Int32();
    }

    private IrBlock BlockReference()
    {
        _scanner.Expect("^");
        int number = _scanner.Int32();
        if (!_blocks.TryGetValue(number, out IrBlock? block))
            _blocks.Add(number, block = new IrBlock());
        return block;
    }
}
