using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>Looks for everything that an object needs, and names all that is missing.</summary>
internal sealed class HostCheck(BpfObject source, MapOverrides overrides)
{
    private const ulong EnoughLockedMemory = 64 << 20;

    private readonly List<HostObstacle> _obstacles = [];

    public static HostReport Run(BpfObject source, MapOverrides overrides)
    {
        var check = new HostCheck(source, overrides);
        check.CheckAll();
        return new HostReport(check._obstacles);
    }

    private void CheckAll()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            Add(HostObstacleKind.Platform, "BPF programs are loaded on Linux on x86-64 or arm64 only; on other systems use the simulation.");
            return;
        }
        CheckCapabilities();
        CheckLockdown();
        CheckLockedMemory();
        CheckMaps();
        CheckPrograms();
        if (BpfFeatures.Types == FeatureState.Absent)
            Add(HostObstacleKind.Types, "The kernel takes no types (CONFIG_DEBUG_INFO_BTF or Linux 4.18): refusals will name no source lines.");
        if (ReadSysctl("net/core/bpf_jit_enable") == "0")
            Add(HostObstacleKind.Jit, "The JIT compiler is off (sysctl net.core.bpf_jit_enable=1 turns it on): programs are interpreted, and some kernels refuse subprograms.");
    }

    private void CheckCapabilities()
    {
        foreach (string capability in Capabilities.Missing(Capabilities.Bpf, Capabilities.NetAdmin, Capabilities.Perfmon))
        {
            string need = capability switch
            {
                "CAP_BPF" => "to create maps and load programs",
                "CAP_NET_ADMIN" => "to load and attach XDP and tc programs",
                _ => "for variable packet offsets and perf events",
            };
            Add(HostObstacleKind.Capability, $"The process lacks {capability}, which it needs {need}.");
        }
    }

    // "none [integrity] confidentiality": the chosen one is in brackets.
    private void CheckLockdown()
    {
        if (Read("/sys/kernel/security/lockdown") is { } lockdown && lockdown.Contains("[confidentiality]", StringComparison.Ordinal))
            Add(HostObstacleKind.Lockdown, "The kernel is locked down for confidentiality: helpers that read kernel memory are refused.");
        if (ReadSysctl("kernel/unprivileged_bpf_disabled") is "1" or "2" && Capabilities.Missing(Capabilities.Bpf).Count > 0)
            Add(HostObstacleKind.Lockdown, "sysctl kernel.unprivileged_bpf_disabled keeps processes without CAP_BPF from all of BPF.");
    }

    private unsafe void CheckLockedMemory()
    {
        ResourceLimit limit;
        if (Environment.OSVersion.Version >= new Version(5, 11) || Libc.GetResourceLimit(LockedMemory.Limit, &limit) != 0)
            return;
        if (limit.Maximum < EnoughLockedMemory && Capabilities.Missing(Capabilities.SysResource).Count > 0)
            Add(HostObstacleKind.LockedMemory, $"The process may lock {limit.Maximum} bytes of memory, and before Linux 5.11 maps and programs count: raise it (ulimit -l unlimited).");
    }

    private void CheckMaps()
    {
        foreach (IGrouping<int, MapShape> type in source.Maps.Select(overrides.Apply).GroupBy(static m => m.MapType))
        {
            if (BpfFeatures.MapType(type.Key) == FeatureState.Absent)
                Add(HostObstacleKind.KernelPart, $"The kernel has no maps of type {type.Key}, which {Names(type.Select(static m => m.Name))} want.");
        }
        foreach (MapShape map in source.Maps.Select(overrides.Apply).Where(static m => m.PinPath is not null))
        {
            if (!BpfFileSystem.Contains(map.PinPath!))
                Add(HostObstacleKind.FileSystem, $"Map '{map.Name}' is to be pinned at '{map.PinPath}', where no BPF file system is ('mount -t bpf bpf /sys/fs/bpf').");
        }
    }

    private void CheckPrograms()
    {
        foreach (BpfProgramImage program in source.Programs)
        {
            if (ProgramKind.OfSection(program.Section) is not { } kind)
                continue;
            if (BpfFeatures.ProgramType(kind.Type) == FeatureState.Absent)
            {
                Add(HostObstacleKind.KernelPart, $"The kernel has no programs of type {kind.Type}, as '{program.Name}' is.");
                continue;
            }
            if (kind.HasFragments && BpfFeatures.XdpFragments == FeatureState.Absent)
                Add(HostObstacleKind.KernelPart, $"The kernel has no XDP with fragments (Linux 5.18), which program '{program.Name}' asks for.");
            foreach (int helper in Helpers(program))
            {
                if (BpfFeatures.Helper(kind.Type, helper) == FeatureState.Absent)
                    Add(HostObstacleKind.KernelPart, $"The kernel does not give helper {helper} to program '{program.Name}': build with a lower <BpfTargetKernel>, and the compiler names its use.");
            }
        }
    }

    // A call with source 0 is a helper's; 1 a subprogram's, 2 a kernel function's.
    private static IEnumerable<int> Helpers(BpfProgramImage program) =>
        program.Instructions.Where(static i => i.Opcode == BpfOpcodes.Call && i.Source == 0).Select(static i => i.Immediate).Distinct();

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(static n => $"'{n}'"));

    private void Add(HostObstacleKind kind, string description) => _obstacles.Add(new HostObstacle(kind, description));

    private static string? ReadSysctl(string name) => Read("/proc/sys/" + name);

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
