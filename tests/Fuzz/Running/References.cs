using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Fuzz.Running;

/// <summary>What random programs are compiled against: what this process itself runs with.</summary>
internal static class References
{
    public static ImmutableArray<MetadataReference> All { get; } = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(static p => Path.GetFileName(p) is { } n
            && (n is "System.Runtime.dll" or "System.Private.CoreLib.dll" or "System.Memory.dll" or "System.Collections.dll" or "System.Linq.dll" or "System.Threading.dll"
                or "System.Runtime.InteropServices.dll" or "BpfSharp.dll" or "BpfSharp.Loader.dll" or "BpfSharp.Object.dll"))
        .Select(static p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToImmutableArray();
}
