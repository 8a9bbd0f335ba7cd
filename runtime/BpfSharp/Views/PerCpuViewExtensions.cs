using System.Numerics;

namespace BpfSharp.Views;

/// <summary>Adds up what the CPUs have counted.</summary>
public static class PerCpuViewExtensions
{
    /// <summary>The sum of an entry's values over all CPUs.</summary>
    /// <typeparam name="TValue">A number, or another type with <c>+</c> whose default is zero, such as <see cref="Counter"/>.</typeparam>
    /// <param name="view">The map.</param>
    /// <param name="index">Index from 0.</param>
    /// <returns>The sum.</returns>
    public static TValue Sum<TValue>(this IPerCpuArrayMapView<TValue> view, uint index)
        where TValue : unmanaged, IAdditionOperators<TValue, TValue, TValue> =>
        Sum(view[index]);

    /// <summary>The sum of an entry's values over all CPUs.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TValue">A number, or another type with <c>+</c> whose default is zero, such as <see cref="Counter"/>.</typeparam>
    /// <param name="view">The map.</param>
    /// <param name="key">The key.</param>
    /// <returns>The sum.</returns>
    public static TValue Sum<TKey, TValue>(this IPerCpuHashMapView<TKey, TValue> view, TKey key)
        where TKey : unmanaged
        where TValue : unmanaged, IAdditionOperators<TValue, TValue, TValue> =>
        Sum(view[key]);

    /// <summary>How many entries so many values are.</summary>
    internal static int Entries(int values, int cpus) => values % cpus == 0
        ? values / cpus
        : throw new System.ArgumentException($"An entry has {cpus} values, one for each possible CPU; {values} are a part of one.", nameof(values));

    internal static void RequireSame(int keys, int values, int cpus)
    {
        if ((long)keys * cpus != values)
            throw new System.ArgumentException($"There are {keys} keys and {values} values: each key has {cpus} values, one for each possible CPU.", nameof(values));
    }

    private static TValue Sum<TValue>(TValue[] values)
        where TValue : unmanaged, IAdditionOperators<TValue, TValue, TValue>
    {
        TValue sum = default;
        foreach (TValue value in values)
            sum += value;
        return sum;
    }
}
