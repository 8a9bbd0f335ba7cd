namespace BpfSharp;

/// <summary>What is done with one record of user space's, which may be the last, and a variable of the caller.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <typeparam name="TState">The variable.</typeparam>
/// <param name="record">The record.</param>
/// <param name="state">The caller's variable.</param>
/// <returns>Whether to go on.</returns>
public delegate bool UserRecordCondition<T, TState>(in UserRecord<T> record, ref TState state)
    where T : unmanaged
    where TState : unmanaged;
