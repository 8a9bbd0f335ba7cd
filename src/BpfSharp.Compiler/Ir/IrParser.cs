using System;
using System.Collections.Generic;
using System.Globalization;

namespace BpfSharp.Compiler.Ir;

/// <summary>Reads the text of <see cref="IrPrinter"/>.</summary>
public sealed class IrParser
{
    private readonly IrScanner _scanner;

    private IrParser(string text) => _scanner = new IrScanner(text);

    /// <exception cref="IrFormatException">The text is of another version, or damaged.</exception>
    public static IrModule Parse(string text)
    {
        int end = text.IndexOf('\n');
        string header = end < 0 ? text : text.Substring(0, end).TrimEnd('\r');
        if (header != IrPrinter.Header)
            throw new IrFormatException($"they are '{header}', and this compiler reads '{IrPrinter.Header}'");
        var parser = new IrParser(end < 0 ? "" : text.Substring(end + 1));
        return parser.ParseModule();
    }

    /// <summary>Reads one function; for tests of passes.</summary>
    public static IrFunction ParseFunction(string text)
    {
        var parser = new IrParser(text);
        parser._scanner.Expect("func");
        return parser.ParseFunctionBody();
    }

    private IrModule ParseModule()
    {
        var module = new IrModule();
        while (!_scanner.AtEnd)
        {
            string keyword = _scanner.Word();
            switch (keyword)
            {
                case "module":
                    module.Name = _scanner.String();
                    _scanner.Expect("license");
                    module.License = _scanner.String();
                    _scanner.Expect("spans");
                    module.Spans = _scanner.Int32();
                    break;
                case "type":
                    IrTypeDefinition type = ParseTypeDefinition();
                    module.Types[type.Name] = type;
                    break;
                case "helper":
                case "kfunc":
                    IrHelper helper = ParseHelper(keyword == "kfunc");
                    module.Helpers[helper.Name] = helper;
                    break;
                case "contextfield":
                    string field = _scanner.String();
                    _scanner.Expect("since");
                    module.ContextFields[field] = new IrContextField(field, _scanner.String(), _scanner.TryTake("bytes") ? _scanner.Int32() : 0);
                    break;
                case "map":
                    IrMap map = ParseMapShape();
                    map.Span = ParseSpan();
                    module.Maps.Add(map);
                    break;
                case "global":
                case "constant":
                    module.Globals.Add(ParseGlobal(keyword == "constant"));
                    break;
                case "program":
                    module.Programs.Add(ParseProgram());
                    break;
                case "func":
                    IrFunction function = ParseFunctionBody();
                    module.Functions[function.Name] = function;
                    break;
                default:
                    throw _scanner.Error($"unknown item '{keyword}'");
            }
        }

        return module;
    }

    private IrTypeDefinition ParseTypeDefinition()
    {
        string name = _scanner.String();
        var layout = (IrLayout)Enum.Parse(typeof(IrLayout), _scanner.Word(), ignoreCase: true);
        int arity = _scanner.TryTake("generic") ? _scanner.Int32() : 0;
        var type = new IrTypeDefinition(name, arity, layout);
        if (_scanner.TryTake("pack"))
            type.Pack = _scanner.Int32();
        if (_scanner.TryTake("size"))
            type.Size = _scanner.Int32();
        if (_scanner.TryTake("of"))
            type.Underlying = ParseType();
        if (_scanner.TryTake("kernel"))
            type.KernelName = _scanner.String();
        _scanner.Expect("{");
        while (!_scanner.TryTake("}"))
        {
            if (_scanner.TryTake("impl"))
            {
                string member = _scanner.String();
                _scanner.Expect("=");
                type.Implementations[member] = _scanner.String();
            }
            else
            {
                ParseMember(type);
            }

            _scanner.Expect(";");
        }

        return type;
    }

    private void ParseMember(IrTypeDefinition type)
    {
        string name = _scanner.String();
        if (_scanner.TryTake("="))
        {
            type.EnumValues.Add(new KeyValuePair<string, long>(name, _scanner.Int64()));
            return;
        }

        _scanner.Expect(":");
        IrType fieldType = ParseType();
        int count = _scanner.TryTake("*") ? _scanner.Int32() : 1;
        int offset = _scanner.TryTake("at") ? _scanner.Int32() : -1;
        type.Fields.Add(new IrField(name, fieldType, offset, count));
    }

    private IrHelper ParseHelper(bool isKernelFunction)
    {
        var helper = new IrHelper { Name = _scanner.String() };
        if (isKernelFunction)
            helper.Prototype = _scanner.String() is { Length: > 0 } prototype ? prototype : throw _scanner.Error("a kernel function without a declaration");
        else
            helper.Id = _scanner.Int32();
        _scanner.Expect("(");
        while (!_scanner.TryTake(")"))
        {
            helper.Arguments.Add((IrHelperArgument)Enum.Parse(typeof(IrHelperArgument), _scanner.Word()));
            if (_scanner.TryTake("?"))
                helper.MayBeEmpty.Add(helper.Arguments.Count - 1);
            if (_scanner.TryTake("#"))
                (helper.Arguments[helper.Arguments.Count - 1] == IrHelperArgument.Scalar ? helper.NumberBits : helper.FixedSizes).Add(helper.Arguments.Count - 1, _scanner.Int32());
            _scanner.TryTake(",");
        }

        _scanner.Expect("effects");
        helper.Effects = (IrHelperEffects)_scanner.Int32();
        _scanner.Expect("since");
        helper.Since = _scanner.String();
        helper.ResultBytes = _scanner.TryTake("bytes") ? _scanner.Int32() : 0;
        helper.GplOnly = _scanner.TryTake("gpl");
        helper.DeviceBound = _scanner.TryTake("bound");
        while (_scanner.TryTake("in"))
            helper.Programs.Add(_scanner.Word());
        return helper;
    }

    private IrMap ParseMapShape()
    {
        var map = new IrMap { Name = _scanner.String() };
        _scanner.Expect("type");
        map.MapType = _scanner.Int32();
        _scanner.Expect("key");
        map.Key = ParseType();
        _scanner.Expect("value");
        map.Value = ParseType();
        _scanner.Expect("max");
        map.MaxEntries = (uint)_scanner.Int64();
        _scanner.Expect("flags");
        map.Flags = (uint)_scanner.Int64();
        _scanner.Expect("pin");
        map.Pinning = _scanner.Int32();
        if (_scanner.TryTake("extra"))
            map.Extra = (uint)_scanner.Int64();
        if (_scanner.TryTake("since"))
            map.Since = _scanner.String();
        while (_scanner.TryTake("slot"))
            map.Slots.Add(new KeyValuePair<int, string>(_scanner.Int32(), _scanner.String()));
        if (_scanner.TryTake("inner"))
            map.Inner = ParseMapShape();
        return map;
    }

    private IrGlobal ParseGlobal(bool isConstant)
    {
        var global = new IrGlobal { Name = _scanner.String(), IsConstant = isConstant };
        _scanner.Expect(":");
        global.Type = ParseType();
        if (_scanner.TryTake("="))
            global.Initial = ParseBytes(_scanner.String());
        global.Span = ParseSpan();
        return global;
    }

    private static byte[] ParseBytes(string hex)
    {
        var bytes = new byte[hex.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
            bytes[i] = byte.Parse(hex.Substring(i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return bytes;
    }

    private IrProgram ParseProgram()
    {
        var program = new IrProgram { Name = _scanner.String(), Kind = _scanner.Word() };
        _scanner.Expect("section");
        program.Section = _scanner.String();
        if (_scanner.TryTake("since"))
            program.Since = _scanner.String();
        program.IsDeviceBound = _scanner.TryTake("bound");
        _scanner.Expect("onfault");
        program.OnFault = _scanner.Int32();
        _scanner.Expect("=");
        program.Function = _scanner.String();
        return program;
    }

    private IrFunction ParseFunctionBody()
    {
        string name = _scanner.String();
        _scanner.Expect("generic");
        int arity = _scanner.Int32();
        _scanner.Expect("->");
        var function = new IrFunction(name, arity, ParseType()) { NoInlining = _scanner.TryTake("noinline") };
        while (_scanner.TryTake("param"))
        {
            string parameter = _scanner.String();
            _scanner.Expect(":");
            function.Parameters.Add(new IrParameterInfo(parameter, ParseType()));
        }

        function.Span = ParseSpan();
        _scanner.Expect("{");
        new IrBodyParser(_scanner, function, ParseType, ParseSpan).Parse();
        return function;
    }

    private int ParseSpan() => _scanner.TryTake("@") ? _scanner.Int32() : -1;

    private IrType ParseType()
    {
        if (_scanner.TryTake("!"))
            return IrType.Parameter(_scanner.Int32());
        if (!_scanner.TryTake("["))
            return IrBodyParser.Primitive(_scanner.Word()) ?? throw _scanner.Error("a type is expected");
        string name = _scanner.TypeName();
        var arguments = new List<IrType>();
        if (_scanner.TryTake("<"))
        {
            do
                arguments.Add(ParseType());
            while (_scanner.TryTake(","));
            _scanner.Expect(">");
        }

        _scanner.Expect("]");
        return IrType.Named(name, arguments);
    }
}
