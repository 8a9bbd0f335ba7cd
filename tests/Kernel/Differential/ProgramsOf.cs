using System;
using System.Linq;
using System.Reflection;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>The programs of a generated interface, so that a new method in a program class is tested without being listed.</summary>
internal static class ProgramsOf<TInterface>
{
    public static TheoryData<string> Names<TProgram>() =>
        [.. typeof(TInterface).GetProperties().Where(static p => p.PropertyType == typeof(TProgram)).Select(static p => p.Name).Order(StringComparer.Ordinal)];

    public static TProgram Get<TProgram>(TInterface owner, string name) =>
        (TProgram)typeof(TInterface).GetProperty(name, BindingFlags.Instance | BindingFlags.Public)!.GetValue(owner)!;
}
