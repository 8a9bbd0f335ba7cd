using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace BpfSharp.Fuzz.Writing;

/// <summary>Random structs: packed or not, nested. The first has no padding, so that maps may hold it.</summary>
internal static class StructWriter
{
    public static StructType Write(Random random, int index, List<StructType> earlier, StringBuilder text)
    {
        var fields = new List<(string Path, PrimitiveType Type)>();
        var members = new StringBuilder();
        bool packed = random.Next(3) == 0 || index == 0;
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
        {
            if (index > 0 && random.Next(4) == 0)
            {
                StructType inner = earlier[random.Next(earlier.Count)];
                members.Append(CultureInfo.InvariantCulture, $"public {inner.Name} N{i}; ");
                fields.AddRange(inner.Fields.Select(f => ($"N{i}.{f.Path}", f.Type)));
                continue;
            }

            PrimitiveType type = PrimitiveType.Memory[random.Next(PrimitiveType.Memory.Length)];
            members.Append(CultureInfo.InvariantCulture, $"public {type.Name} M{i}; ");
            fields.Add(($"M{i}", type));
        }

        string layout = packed ? "[StructLayout(LayoutKind.Sequential, Pack = 1)] " : "";
        text.Append(CultureInfo.InvariantCulture, $"    {layout}public struct S{index} {{ {members}}}\n");
        return new StructType($"S{index}", fields);
    }
}
