using System;
using System.Collections.Generic;
using System.Reflection;

namespace BpfSharp.Tool.Output;

/// <summary>Names of helpers by id, from the one place where they are declared: the runtime's <see cref="BpfHelperAttribute"/>s.</summary>
internal static class HelperNames
{
    private static readonly Lazy<Dictionary<int, string>> s_names = new(Collect);

    public static string? Find(int id) => s_names.Value.GetValueOrDefault(id);

    private static Dictionary<int, string> Collect()
    {
        var names = new Dictionary<int, string>();
        foreach (Type type in typeof(BpfHelperAttribute).Assembly.GetTypes())
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            {
                // A helper that does other things for other maps is declared once for each: "bpf_map_lookup_elem (sockets)".
                if (method.GetCustomAttribute<BpfHelperAttribute>() is { Name.Length: > 0 } helper)
                    names[helper.Id] = helper.Name.Split(' ')[0];
            }
        }

        return names;
    }
}
