namespace BpfSharp;

/// <summary>What is done with one entry of a map, which may be the last.</summary>
/// <typeparam name="TKey">The map's key.</typeparam>
/// <typeparam name="TValue">The map's value.</typeparam>
/// <param name="key">The key.</param>
/// <param name="value">The value in place.</param>
/// <returns>Whether to go on.</returns>
public delegate bool EntryCondition<TKey, TValue>(in TKey key, ref TValue value)
    where TKey : unmanaged
    where TValue : unmanaged;
