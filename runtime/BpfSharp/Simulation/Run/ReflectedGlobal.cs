using System.Reflection;

namespace BpfSharp.Simulation.Run;

/// <summary>A static field of another class: private there, or of another assembly.</summary>
internal sealed class ReflectedGlobal<T>(string name, FieldInfo field)
    : SimulatedGlobal<T>(name, field.DeclaringType!, () => (T)field.GetValue(null)!, value => Set(field, value))
    where T : unmanaged
{
    // What is readonly never changes, neither here nor in the kernel.
    private static void Set(FieldInfo field, T value)
    {
        if (!field.IsInitOnly)
            field.SetValue(null, value);
    }
}
