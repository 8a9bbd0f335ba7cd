using System;

namespace BpfSharp.Loader.Maps;

/// <summary>Reads entries' values as the kernel gives them.</summary>
/// <returns>How many entries there were.</returns>
internal delegate int RawRead(Span<byte> values);
