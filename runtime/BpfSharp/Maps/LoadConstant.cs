using BpfSharp.Simulation;

namespace BpfSharp;

/// <summary>A constant that user space may set before the programs are loaded: <c>static readonly LoadConstant&lt;uint&gt; SampleEvery = 64;</c>.</summary>
/// <remarks>The kernel's verifier knows its value, so that code for other values costs nothing. A <see cref="RangeAttribute"/> says which values are allowed.</remarks>
/// <typeparam name="T">An integer, <see cref="bool"/>, <see cref="char"/> or an enum.</typeparam>
public sealed class LoadConstant<T>
    where T : unmanaged
{
    private readonly T _declared;

    /// <summary>Declares a constant.</summary>
    /// <param name="value">The value where user space sets none.</param>
    public LoadConstant(T value) => _declared = value;

    /// <summary>The value: as set before load in a program, as declared elsewhere.</summary>
    public T Value => SimulationRun.Current is { } run ? run.Constant(this, _declared) : _declared;

    /// <summary>Declares a constant.</summary>
    /// <param name="value">The value where user space sets none.</param>
    public static implicit operator LoadConstant<T>(T value) => new(value);

    /// <summary>The value.</summary>
    /// <param name="constant">The constant.</param>
    public static implicit operator T(LoadConstant<T> constant) => constant.Value;
}
