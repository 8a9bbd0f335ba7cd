using System;

namespace DdosPipeline.Observation;

/// <summary>A matched packet, as user space has got it.</summary>
/// <param name="Time">When it was matched.</param>
/// <param name="Signature">The name of what has matched.</param>
/// <param name="Action">What became of it.</param>
/// <param name="Length">Bytes of the frame.</param>
/// <param name="Bytes">The frame, or its first bytes.</param>
public sealed record ObservedSample(DateTimeOffset Time, string Signature, SignatureAction Action, int Length, byte[] Bytes);
