using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using BpfSharp.Language.Recent;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Kernel.Tests.Verifier;

/// <summary>The objects of all program classes in this assembly, and of those for newer kernels.</summary>
internal static class EmbeddedObjects
{
    public static IEnumerable<(string Name, BpfObject Object)> All()
    {
        Assembly[] assemblies = [typeof(EmbeddedObjects).Assembly, typeof(ViewPrograms).Assembly];
        foreach (BpfObjectAttribute attribute in assemblies.SelectMany(static a => a.GetCustomAttributes<BpfObjectAttribute>()))
        {
            Type type = assemblies.First(a => a.GetType(attribute.CodeType) is not null).GetType(attribute.CodeType, throwOnError: true)!;
            FieldInfo field = type.GetField("Base64", BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic) ?? throw new MissingFieldException(attribute.CodeType, "Base64");
            BpfObject read = BpfObjectReader.Read(Convert.FromBase64String((string)field.GetRawConstantValue()!));
            // Those for one interface are not loaded without it.
            if (read.Info!.DeviceBound.Count != 0)
                continue;
            // They are loaded beside others, and leave nothing behind.
            read.Maps.ForEach(static m => m.Pinning = 0);
            yield return (attribute.ProgramClass, read);
        }
    }
}
