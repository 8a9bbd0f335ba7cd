using System;

namespace BpfSharp.Views;

/// <summary>A global variable in place, in the memory that the programs use. It must be disposed; until then the memory stays.</summary>
/// <typeparam name="T">The variable's type.</typeparam>
public ref struct MappedGlobal<T> : IDisposable
    where T : unmanaged
{
    private readonly ref T _value;
    private IDisposable? _hold;

    /// <summary>Views make it.</summary>
    /// <param name="value">The variable.</param>
    /// <param name="hold">Disposed at the end; or <see langword="null"/>.</param>
    public MappedGlobal(ref T value, IDisposable? hold)
    {
        _value = ref value;
        _hold = hold;
    }

    /// <summary>The variable, to read, to write and for <c>Interlocked</c> and <c>Volatile</c>.</summary>
    public readonly ref T Value => ref _value;

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _hold?.Dispose();
        _hold = null;
    }
}
