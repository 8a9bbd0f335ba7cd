using System;
using System.Collections.Generic;

namespace BpfSharp.Fuzz.Parsers;

/// <summary>Something that reads bytes from outside.</summary>
/// <param name="Seeds">Right inputs.</param>
/// <param name="Declared">The exceptions that it may throw.</param>
internal sealed record Parser(string Name, IReadOnlyList<byte[]> Seeds, Action<byte[]> Read, params Type[] Declared);
