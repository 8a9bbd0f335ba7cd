namespace BpfSharp;

/// <summary>What is done with one record of user space's, which may be the last.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="record">The record.</param>
/// <returns>Whether to go on.</returns>
public delegate bool UserRecordCondition<T>(in UserRecord<T> record)
    where T : unmanaged;
