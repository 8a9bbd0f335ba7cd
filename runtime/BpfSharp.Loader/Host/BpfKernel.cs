using System;
using System.Collections.Generic;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>What is in the kernel, whoever loaded it. Takes CAP_SYS_ADMIN.</summary>
public static class BpfKernel
{
    /// <summary>All programs.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IReadOnlyList<KernelProgramInfo> ReadPrograms() =>
        KernelObjectList.Read(BpfCommand.ProgramGetNextId, BpfCommand.ProgramGetFdById, "programs", static descriptor =>
            KernelObjects.TryGetInfo(descriptor, out ProgramInfo info) < 0
                ? null
                : new KernelProgramInfo(
                    info.Id, ObjectNames.Decode(info.Name), info.Type, info.TranslatedLength / 8, info.JitedLength,
                    BitConverter.GetBytes(info.Tag), info.RunCount, TimeSpan.FromMicroseconds(info.RunTimeNanoseconds / 1000.0)));

    /// <summary>All maps.</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IReadOnlyList<KernelMapInfo> ReadMaps() =>
        KernelObjectList.Read(BpfCommand.MapGetNextId, BpfCommand.MapGetFdById, "maps", static descriptor =>
            KernelObjects.TryGetInfo(descriptor, out MapInfo info) < 0
                ? null
                : new KernelMapInfo(info.Id, ObjectNames.Decode(info.Name), info.Type, info.KeySize, info.ValueSize, info.MaxEntries, info.Flags));

    /// <summary>All links (Linux 5.8).</summary>
    /// <exception cref="BpfPermissionException">The process lacks CAP_SYS_ADMIN.</exception>
    public static IReadOnlyList<KernelLinkInfo> ReadLinks() =>
        KernelObjectList.Read(BpfCommand.LinkGetNextId, BpfCommand.LinkGetFdById, "links", static descriptor =>
            KernelObjects.TryGetInfo(descriptor, out LinkInfo info) < 0
                ? null
                : new KernelLinkInfo(info.Id, info.Type, info.ProgramId, LinkKinds.HasInterface(info.Type) ? (int)info.InterfaceIndex : 0));
}
