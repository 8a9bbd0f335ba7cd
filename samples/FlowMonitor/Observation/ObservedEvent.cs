using System;

namespace FlowMonitor.Observation;

/// <summary>An event as user space has it.</summary>
/// <param name="Path">The way it came.</param>
/// <param name="Time">When the program wrote it.</param>
/// <param name="Annotation">What the program said.</param>
/// <param name="Bytes">What was captured of the packet.</param>
public sealed record ObservedEvent(EventPath Path, DateTimeOffset Time, Annotation Annotation, byte[] Bytes);
