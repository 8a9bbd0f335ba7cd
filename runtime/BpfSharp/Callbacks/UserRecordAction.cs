namespace BpfSharp;

/// <summary>What is done with one record of user space's.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="record">The record.</param>
public delegate void UserRecordAction<T>(in UserRecord<T> record)
    where T : unmanaged;
