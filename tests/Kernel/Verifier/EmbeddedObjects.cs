using System;
using System.Collections.Generic;
using System.Reflection;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Kernel.Tests.Verifier;

/// <summary>The objects of all program classes in this assembly.</summary>
internal static class EmbeddedObjects
{
    public static IEnumerable<(string Name, BpfObject Object)> All()
    {
        Assembly assembly = typeof(EmbeddedObjects).Assembly;
        foreach (BpfObjectAttribute attribute in assembly.GetCustomAttributes<BpfObjectAttribute>())
        {
            Type type = assembly.GetType(attribute.CodeType, throwOnError: true)!;
            FieldInfo field = type.GetField("Base64", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) ?? throw new MissingFieldException(attribute.CodeType, "Base64");
            BpfObject read = BpfObjectReader.Read(Convert.FromBase64String((string)field.GetRawConstantValue()!));
            // They are loaded beside others, and leave nothing behind.
            read.Maps.ForEach(static m => m.Pinning = 0);
            yield return (attribute.ProgramClass, read);
        }
    }
}
