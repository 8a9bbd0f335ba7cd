using System;

namespace BpfSharp.Samples;

/// <summary>The run can't go on; the message says what to do (a bad configuration file, a peer that never answered).</summary>
public sealed class SampleFailedException(string message) : Exception(message);
