using System;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Programs that entries of device and CPU maps have.</summary>
internal static class EntryPrograms
{
    /// <exception cref="ArgumentException">It is not in the kernel, or made for something else.</exception>
    public static LoadedXdpProgram? Of(KernelMap map, IXdpProgram? program, int attachType, string attribute)
    {
        if (program is null)
            return null;
        if (program is not LoadedXdpProgram loaded)
            throw new ArgumentException($"Program '{program.Name}' is not in the kernel: a loaded object's map '{map.Name}' takes loaded programs.", nameof(program));
        if (loaded.Program.Kind.ExpectedAttachType != attachType)
            throw new ArgumentException($"Program '{program.Name}' is not made for entries of map '{map.Name}': declare it with [{attribute}].", nameof(program));
        return loaded;
    }
}
