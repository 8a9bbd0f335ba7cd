using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using BpfSharp.Fuzz.Coverage;

namespace BpfSharp.Fuzz.Writing;

/// <summary>Random methods that the program and later methods call.</summary>
internal static class MethodWriter
{
    public static Method Write(
        Random random, CoverageArea features, ContextType context, int index, List<StructType> structs, List<Variable> globals, List<Method> earlier, StringBuilder text)
    {
        var scope = new Scope { HasContext = random.Next(2) == 0 };
        scope.Variables.AddRange(globals);
        scope.Methods.AddRange(earlier);
        var parameters = new List<(string, PrimitiveType?, StructType?)>();
        var declared = new List<string>();
        var before = new StringBuilder();
        if (scope.HasContext)
            declared.Add($"{context.Context} ctx");
        int count = random.Next(4);
        for (int i = 0; i < count; i++)
        {
            string mode = random.Next(7) switch { 0 or 1 => "ref", 2 => "in", 3 => "out", _ => "" };
            bool writable = mode != "in";
            if (random.Next(3) == 0)
            {
                StructType type = structs[random.Next(structs.Count)];
                parameters.Add((mode, null, type));
                declared.Add($"{mode} {type.Name} p{i}".Trim());
                scope.Structs.AddRange(writable ? [($"p{i}", type)] : []);
                scope.Variables.AddRange(type.Fields.Select(f => new Variable($"p{i}.{f.Path}", f.Type, writable)));
            }
            else
            {
                PrimitiveType type = PrimitiveType.All[random.Next(PrimitiveType.All.Length)];
                parameters.Add((mode, type, null));
                declared.Add($"{mode} {type.Name} p{i}".Trim());
                scope.Variables.Add(new Variable($"p{i}", type, writable));
            }

            if (mode == "out")
                before.Append(CultureInfo.InvariantCulture, $"p{i} = default;\n");
        }

        PrimitiveType result = PrimitiveType.All[random.Next(PrimitiveType.All.Length)];
        var expressions = new ExpressionWriter(random, features, scope, context);
        var statements = new StatementWriter(random, features, scope, expressions, structs, context) { Result = _ => $"return {expressions.Of(result, 2)};" };
        string body = statements.Statements(random.Next(1, 4), 2);
        string last = expressions.Of(result, 2);
        // Numbers and copies in registers and on the stack: a reference's kind would have to be the same at all calls.
        bool isSubprogram = random.Next(3) == 0 && parameters.TrueForAll(static p => p.Item1.Length == 0) && declared.Count <= 5;
        features.Declare("subprogram").Value += isSubprogram ? 1 : 0;
        if (isSubprogram)
            text.Append("    [MethodImpl(MethodImplOptions.NoInlining)]\n");
        text.Append(CultureInfo.InvariantCulture, $"    private static unsafe {result.Name} M{index}({string.Join(", ", declared)})\n{{\nunchecked\n{{\n{before}{body}return {last};\n}}\n}}\n");
        return new Method($"M{index}", result, scope.HasContext, scope.Allocates, scope.ChangesMaps, parameters);
    }
}
