using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace BpfSharp.Compiler.Ir;

/// <summary>Writes IR as text: for golden tests, for the memo key of a compilation, and for bodies that travel in assembly attributes. <see cref="IrParser"/> reads it back.</summary>
public static class IrPrinter
{
    /// <summary>First line of every module's text; another number is another format.</summary>
    public const string Header = "bpfsharp-ir 1";

    /// <param name="withSpans">False for libraries: their positions don't travel.</param>
    public static string Print(IrModule module, bool withSpans = true)
    {
        var text = new StringBuilder();
        text.Append(Header).Append('\n');
        if (module.Name.Length != 0)
            text.Append("module ").Append(Quote(module.Name)).Append(" license ").Append(Quote(module.License)).Append(" spans ").Append(module.Spans).Append('\n');
        foreach (IrTypeDefinition type in Sorted(module.Types))
            PrintType(text, type);
        foreach (IrHelper helper in Sorted(module.Helpers))
            PrintHelper(text, helper);
        foreach (IrContextField field in Sorted(module.ContextFields))
            text.Append("contextfield ").Append(Quote(field.Name)).Append(" since ").Append(Quote(field.Since)).Append(field.ResultBytes == 0 ? "" : $" bytes {field.ResultBytes}").Append('\n');
        foreach (IrMap map in module.Maps)
            PrintMap(text, map, withSpans);
        foreach (IrGlobal global in module.Globals)
            PrintGlobal(text, global, withSpans);
        foreach (IrProgram program in module.Programs)
        {
            text.Append("program ").Append(Quote(program.Name)).Append(' ').Append(program.Kind).Append(" section ").Append(Quote(program.Section))
                .Append(program.Since.Length == 0 ? "" : " since " + Quote(program.Since)).Append(program.IsDeviceBound ? " bound" : "").Append(" onfault ").Append(program.OnFault).Append(" = ").Append(Quote(program.Function)).Append('\n');
        }

        foreach (IrFunction function in Sorted(module.Functions))
            Print(text, function, withSpans);
        return text.ToString();
    }

    public static string Print(IrFunction function, bool withSpans = true)
    {
        var text = new StringBuilder();
        Print(text, function, withSpans);
        return text.ToString();
    }

    internal static string Print(IrInstruction instruction)
    {
        var names = new Names();
        var text = new StringBuilder();
        PrintInstruction(text, instruction, names, withSpans: true);
        return text.ToString();
    }

    internal static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    private static IEnumerable<T> Sorted<T>(Dictionary<string, T> items) =>
        items.OrderBy(static p => p.Key, System.StringComparer.Ordinal).Select(static p => p.Value);

    private static void PrintType(StringBuilder text, IrTypeDefinition type)
    {
        text.Append("type ").Append(Quote(type.Name)).Append(' ').Append(type.Layout.ToString().ToLowerInvariant());
        if (type.GenericArity != 0)
            text.Append(" generic ").Append(type.GenericArity);
        if (type.Pack != 0)
            text.Append(" pack ").Append(type.Pack);
        if (type.Size != 0)
            text.Append(" size ").Append(type.Size);
        if (type.Underlying is not null)
            text.Append(" of ").Append(type.Underlying);
        if (type.KernelName is not null)
            text.Append(" kernel ").Append(Quote(type.KernelName));
        text.Append(" {");
        foreach (IrField field in type.Fields)
        {
            text.Append(' ').Append(Quote(field.Name)).Append(": ").Append(field.Type);
            if (field.Count != 1)
                text.Append(" * ").Append(field.Count);
            if (field.Offset >= 0)
                text.Append(" at ").Append(field.Offset);
            text.Append(';');
        }

        foreach (KeyValuePair<string, long> value in type.EnumValues)
            text.Append(' ').Append(Quote(value.Key)).Append(" = ").Append(value.Value.ToString(CultureInfo.InvariantCulture)).Append(';');
        foreach (KeyValuePair<string, string> member in type.Implementations.OrderBy(static p => p.Key, System.StringComparer.Ordinal))
            text.Append(" impl ").Append(Quote(member.Key)).Append(" = ").Append(Quote(member.Value)).Append(';');
        text.Append(" }\n");
    }

    private static void PrintHelper(StringBuilder text, IrHelper helper)
    {
        text.Append(helper.IsKernelFunction ? "kfunc " : "helper ").Append(Quote(helper.Name)).Append(' ').Append(helper.IsKernelFunction ? Quote(helper.Prototype) : helper.Id.ToString(CultureInfo.InvariantCulture))
            .Append(" (").Append(string.Join(", ", helper.Arguments.Select((_, i) => Argument(helper, i)))).Append(") effects ").Append((int)helper.Effects)
            .Append(" since ").Append(Quote(helper.Since));
        if (helper.ResultBytes != 0)
            text.Append(" bytes ").Append(helper.ResultBytes);
        if (helper.GplOnly)
            text.Append(" gpl");
        if (helper.DeviceBound)
            text.Append(" bound");
        foreach (string program in helper.Programs)
            text.Append(" in ").Append(program);
        text.Append('\n');
    }

    private static string Argument(IrHelper helper, int index)
    {
        string kind = helper.Arguments[index] + (helper.MayBeEmpty.Contains(index) ? "?" : "");
        return helper.FixedSizes.TryGetValue(index, out int number) || helper.NumberBits.TryGetValue(index, out number) ? $"{kind} #{number}" : kind;
    }

    private static void PrintMap(StringBuilder text, IrMap map, bool withSpans)
    {
        text.Append("map ");
        PrintMapShape(text, map);
        PrintSpan(text, map.Span, withSpans);
        text.Append('\n');
    }

    private static void PrintMapShape(StringBuilder text, IrMap map)
    {
        text.Append(Quote(map.Name)).Append(" type ").Append(map.MapType).Append(" key ").Append(map.Key).Append(" value ").Append(map.Value)
            .Append(" max ").Append(map.MaxEntries).Append(" flags ").Append(map.Flags).Append(" pin ").Append(map.Pinning);
        if (map.Extra != 0)
            text.Append(" extra ").Append(map.Extra);
        if (map.Since.Length != 0)
            text.Append(" since ").Append(Quote(map.Since));
        foreach (KeyValuePair<int, string> slot in map.Slots)
            text.Append(" slot ").Append(slot.Key).Append(' ').Append(Quote(slot.Value));
        if (map.Inner is null)
            return;
        text.Append(" inner ");
        PrintMapShape(text, map.Inner);
    }

    private static void PrintGlobal(StringBuilder text, IrGlobal global, bool withSpans)
    {
        text.Append(global.IsConstant ? "constant " : "global ").Append(Quote(global.Name)).Append(": ").Append(global.Type);
        if (global.Initial is not null)
            text.Append(" = ").Append(Quote(string.Concat(global.Initial.Select(static b => b.ToString("x2", CultureInfo.InvariantCulture)))));
        PrintSpan(text, global.Span, withSpans);
        text.Append('\n');
    }

    private static void Print(StringBuilder text, IrFunction function, bool withSpans)
    {
        var names = new Names();
        text.Append("func ").Append(Quote(function.Name)).Append(" generic ").Append(function.GenericArity).Append(" -> ").Append(function.ReturnType);
        if (function.NoInlining)
            text.Append(" noinline");
        foreach (IrParameterInfo parameter in function.Parameters)
            text.Append(" param ").Append(Quote(parameter.Name)).Append(": ").Append(parameter.SourceType);
        PrintSpan(text, function.Span, withSpans);
        text.Append(" {\n");
        names.Add(function);
        foreach (IrBlock block in function.Blocks)
        {
            text.Append(names.Of(block));
            if (block.Parameters.Count != 0)
                text.Append('(').Append(string.Join(", ", block.Parameters.Select(p => names.Of(p) + ": " + p.Type))).Append(')');
            text.Append(":\n");
            foreach (IrInstruction instruction in block.Instructions)
            {
                text.Append("  ");
                PrintInstruction(text, instruction, names, withSpans);
                text.Append('\n');
            }
        }

        text.Append("}\n");
    }

    private static void PrintInstruction(StringBuilder text, IrInstruction instruction, Names names, bool withSpans)
    {
        if (instruction.HasResult)
            text.Append(names.Of(instruction)).Append(": ").Append(instruction.Type).Append(" = ");
        text.Append(IrOpTable.Get(instruction.Op).Name);
        if (instruction.TypeArgument is not null)
            text.Append(' ').Append(instruction.TypeArgument);
        if (instruction.Bounds is { } bounds)
            text.Append(" from ").Append(bounds.Least.ToString(CultureInfo.InvariantCulture)).Append(" to ").Append(bounds.Greatest.ToString(CultureInfo.InvariantCulture)).Append(" of");
        if (instruction.Symbol is not null)
            text.Append(' ').Append(Quote(instruction.Symbol));
        if (instruction.CallArguments.Count != 0)
            text.Append(" <").Append(string.Join(", ", instruction.CallArguments)).Append('>');
        if (instruction.Immediate != 0)
            text.Append(" #").Append(instruction.Immediate.ToString(CultureInfo.InvariantCulture));
        for (int i = 0; i < instruction.Operands.Count; i++)
            text.Append(i == 0 ? " " : ", ").Append(names.Of(instruction.Operands[i]));
        for (int i = 0; i < instruction.Targets.Count; i++)
        {
            text.Append(i == 0 ? " -> " : ", ");
            if (i > 0 && instruction.Cases.Count != 0)
                text.Append(instruction.Cases[i - 1].ToString(CultureInfo.InvariantCulture)).Append(": ");
            IrTarget target = instruction.Targets[i];
            text.Append(names.Of(target.Block));
            if (target.Arguments.Count != 0)
                text.Append('(').Append(string.Join(", ", target.Arguments.Select(names.Of))).Append(')');
        }

        PrintSpan(text, instruction.Span, withSpans);
    }

    private static void PrintSpan(StringBuilder text, int span, bool withSpans)
    {
        if (withSpans && span >= 0)
            text.Append(" @").Append(span);
    }

    // Numbers values and blocks in order of appearance, so that equal functions print equally.
    private sealed class Names
    {
        private readonly Dictionary<IrValue, int> _values = new();
        private readonly Dictionary<IrBlock, int> _blocks = new();

        public void Add(IrFunction function)
        {
            foreach (IrBlock block in function.Blocks)
            {
                _blocks.Add(block, _blocks.Count);
                foreach (IrParameter parameter in block.Parameters)
                    _values.Add(parameter, _values.Count);
                foreach (IrInstruction instruction in block.Instructions)
                {
                    if (instruction.HasResult)
                        _values.Add(instruction, _values.Count);
                }
            }
        }

        public string Of(IrValue value)
        {
            if (value is IrConstant)
                return value.ToString()!;
            return _values.TryGetValue(value, out int number) ? "%" + number.ToString(CultureInfo.InvariantCulture) : "%?";
        }

        public string Of(IrBlock block) => _blocks.TryGetValue(block, out int number) ? "^" + number.ToString(CultureInfo.InvariantCulture) : "^?";
    }
}
