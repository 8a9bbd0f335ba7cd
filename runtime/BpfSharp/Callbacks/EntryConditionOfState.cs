namespace BpfSharp;

/// <summary>What is done with one entry of a map, which may be the last, and a variable of the caller.</summary>
/// <typeparam name="TKey">The map's key.</typeparam>
/// <typeparam name="TValue">The map's value.</typeparam>
/// <typeparam name="TState">The variable.</typeparam>
/// <param name="key">The key.</param>
/// <param name="value">The value in place.</param>
/// <param name="state">The caller's variable.</param>
/// <returns>Whether to go on.</returns>
public delegate bool EntryCondition<TKey, TValue, TState>(in TKey key, ref TValue value, ref TState state)
    where TKey : unmanaged
    where TValue : unmanaged
    where TState : unmanaged;
