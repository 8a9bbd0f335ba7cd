using System;

namespace BpfSharp.Loader.Maps;

/// <summary>Takes what a program wrote, in place.</summary>
internal delegate void PerfBytesHandler<TState>(int cpu, ReadOnlySpan<byte> bytes, ref TState state)
    where TState : allows ref struct;
