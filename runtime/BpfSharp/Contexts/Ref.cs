using System.Runtime.CompilerServices;

namespace BpfSharp;

/// <summary>A reference that may be absent, as <c>Try...</c> methods give it.</summary>
/// <typeparam name="T">What is referred to.</typeparam>
[BpfFunction]
public readonly ref struct Ref<T>
{
    internal readonly ref T Target;

    /// <summary>A reference to <paramref name="target"/>.</summary>
    /// <param name="target">What to refer to.</param>
    public Ref(ref T target) => Target = ref target;

    /// <summary>Whether there is nothing.</summary>
    public bool IsAbsent => Unsafe.IsNullRef(ref Target);

    /// <summary>What is referred to. Faults (<see cref="FaultKind.NullReference"/>) where the reference is absent.</summary>
    public ref T Value
    {
        get
        {
            if (Unsafe.IsNullRef(ref Target))
                throw new AbsentReferenceException();
            return ref Target;
        }
    }
}
