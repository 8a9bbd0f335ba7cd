using System;

namespace BpfSharp.Samples;

/// <summary>The machine can't make network namespaces; the message says what is missing.</summary>
public sealed class LabUnavailableException(string message) : Exception(message);
