using System;

namespace BpfSharp.Views;

/// <summary>Takes an event in place; neither the record nor the packet may be kept by reference.</summary>
/// <typeparam name="T">What is told beside the packet.</typeparam>
/// <param name="cpu">The CPU that wrote it.</param>
/// <param name="record">What is told beside the packet.</param>
/// <param name="packet">The packet's first bytes, as many as the program wrote.</param>
public delegate void PerfEventHandler<T>(int cpu, in T record, ReadOnlySpan<byte> packet)
    where T : unmanaged;
