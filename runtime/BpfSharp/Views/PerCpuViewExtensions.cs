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

    private static TValue Sum<TValue>(TValue[] values)
        where TValue : unmanaged, IAdditionOperators<TValue, TValue, TValue>
    {
        TValue sum = default;
        foreach (TValue value in values)
            sum += value;
        return sum;
    }
}
