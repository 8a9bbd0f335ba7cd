using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Xunit;

namespace BpfSharp.Generator.Tests.Infrastructure;

/// <summary>Walks everything that an object holds.</summary>
internal static class ObjectGraph
{
    public static void AssertHoldsNone(object root, params Type[] forbidden)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var open = new Stack<(object Value, string Path)>();
        open.Push((root, root.GetType().Name));
        while (open.TryPop(out (object Value, string Path) next))
        {
            Type type = next.Value.GetType();
            if (type.IsPrimitive || type.IsEnum || next.Value is string or Type or MemberInfo || !seen.Add(next.Value))
                continue;
            Assert.False(forbidden.Any(f => f.IsInstanceOfType(next.Value)), $"{next.Path} holds {type}");
            if (next.Value is IEnumerable items)
            {
                foreach (object? item in items)
                {
                    if (item is not null)
                        open.Push((item, next.Path + "[]"));
                }
            }

            for (Type? t = type; t is not null && t != typeof(object); t = t.BaseType)
            {
                foreach (FieldInfo field in t.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    if (!field.FieldType.IsPointer && !field.FieldType.IsByRefLike && field.GetValue(next.Value) is { } value)
                        open.Push((value, next.Path + "." + field.Name));
                }
            }
        }
    }
}
