namespace BpfSharp.Views;

/// <summary>Takes a record in place; it must not be kept by reference.</summary>
/// <typeparam name="T">The record.</typeparam>
/// <param name="record">The record.</param>
public delegate void RingBufferHandler<T>(in T record)
    where T : unmanaged;
