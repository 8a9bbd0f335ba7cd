using System;
using System.Collections.Generic;
using System.Globalization;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler.CodeGen;

/// <summary>Names of a program's functions in the object: the program's own, and behind an underscore the method's.</summary>
internal sealed class FunctionNames
{
    private readonly IrProgram _program;
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public FunctionNames(IrProgram program)
    {
        _program = program;
        _used.Add(program.Name);
    }

    public string Of(IrFunction function)
    {
        if (_known.TryGetValue(function.Name, out string? name))
            return name;
        string plain = _known.Count == 0 ? _program.Name : _program.Name + "_" + MethodName(function.Name);
        name = plain;
        for (int i = 2; _known.Count != 0 && !_used.Add(name); i++)
            name = plain + "_" + i.ToString(CultureInfo.InvariantCulture);
        _known.Add(function.Name, name);
        return name;
    }

    // Out of a documentation id; a local function's has its name behind a bar.
    private static string MethodName(string id)
    {
        string[] parts = id.Split('|');
        if (parts.Length > 1)
            return parts[parts.Length - 2];
        string name = id.Split('(', '<')[0].TrimEnd();
        return name.Substring(name.LastIndexOf('.') + 1).Split('`')[0].TrimStart('#');
    }
}
