using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace BpfSharp.Simulation.Run;

/// <summary>Finds static fields by full name, as an object names them, in an assembly and all that it refers to.</summary>
internal sealed class StaticFields(Assembly start)
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Simulations are for tests, which are not trimmed.")]
    [UnconditionalSuppressMessage("Trimming", "IL2075", Justification = "Simulations are for tests, which are not trimmed.")]
    public FieldInfo Find(string name)
    {
        int dot = name.LastIndexOf('.');
        foreach (Assembly assembly in Reachable())
        {
            if (assembly.GetType(name[..dot])?.GetField(name[(dot + 1)..], Any) is { } field)
                return field;
        }

        throw new InvalidOperationException($"The programs use the static field '{name}', which is in no assembly that '{start.GetName().Name}' refers to.");
    }

    // An assembly that is not there can't have been run either.
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Simulations are for tests, which are not trimmed.")]
    private IEnumerable<Assembly> Reachable()
    {
        var known = new HashSet<string>(StringComparer.Ordinal) { start.GetName().Name! };
        var work = new Queue<Assembly>([start]);
        while (work.TryDequeue(out Assembly? assembly))
        {
            yield return assembly;
            foreach (AssemblyName reference in assembly.GetReferencedAssemblies())
            {
                if (!known.Add(reference.Name!) || reference.Name!.StartsWith("System.", StringComparison.Ordinal))
                    continue;
                if (TryLoad(assembly, reference) is { } found)
                    work.Enqueue(found);
            }
        }
    }

    private static Assembly? TryLoad(Assembly from, AssemblyName name)
    {
        try
        {
            return System.Runtime.Loader.AssemblyLoadContext.GetLoadContext(from)?.LoadFromAssemblyName(name);
        }
        catch (Exception e) when (e is System.IO.IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
