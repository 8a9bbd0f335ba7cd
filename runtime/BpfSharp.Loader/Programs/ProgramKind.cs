using System;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Programs;

/// <summary>What an ELF section's name says about its programs, as libbpf reads it.</summary>
/// <param name="Flags">BPF_F_* of BPF_PROG_LOAD.</param>
internal readonly record struct ProgramKind(int Type, int ExpectedAttachType, uint Flags)
{
    /// <summary>It runs for entries of device or CPU maps, not on an interface and not in a test run.</summary>
    public bool IsOfMapEntry => Type == ProgramType.Xdp && ExpectedAttachType is AttachType.XdpDeviceMap or AttachType.XdpCpuMap;

    /// <summary>It takes packets with fragments.</summary>
    public bool HasFragments => (Flags & XdpHasFragments) != 0;

    /// <summary>The interface that the program is made for; 0: any.</summary>
    public int Device { get; private init; }

    /// <summary>The function of another program that this one takes the place of; or null.</summary>
    public ExtensionTarget? Extends { get; private init; }

    private const uint XdpIsDeviceBound = 1u << 6; // BPF_F_XDP_DEV_BOUND_ONLY

    private const uint XdpHasFragments = 1u << 5;

    // BPF_XDP as the expected attach type is what libbpf says too: programs of both then fit one program array.
    private static readonly (string Section, ProgramKind Kind)[] s_sections =
    [
        ("xdp.frags/devmap", new(ProgramType.Xdp, AttachType.XdpDeviceMap, XdpHasFragments)),
        ("xdp.frags/cpumap", new(ProgramType.Xdp, AttachType.XdpCpuMap, XdpHasFragments)),
        ("xdp/devmap", new(ProgramType.Xdp, AttachType.XdpDeviceMap, 0)),
        ("xdp/cpumap", new(ProgramType.Xdp, AttachType.XdpCpuMap, 0)),
        ("xdp.frags", new(ProgramType.Xdp, AttachType.Xdp, XdpHasFragments)),
        ("xdp", new(ProgramType.Xdp, AttachType.Xdp, 0)),
        ("tcx/ingress", new(ProgramType.SchedulerClassifier, AttachType.TcxIngress, 0)),
        ("tcx/egress", new(ProgramType.SchedulerClassifier, AttachType.TcxEgress, 0)),
        ("tc", new(ProgramType.SchedulerClassifier, AttachType.None, 0)),
        ("classifier", new(ProgramType.SchedulerClassifier, AttachType.None, 0)),
    ];

    /// <summary>The same, made for one interface. A program for its card is one that does not say that it is only bound to it.</summary>
    public ProgramKind BoundTo(BoundDevice device) => this with { Flags = device.IsOffload ? Flags : Flags | XdpIsDeviceBound, Device = device.Index };

    /// <summary>It runs on the interface's card.</summary>
    public bool IsOffloaded => Device != 0 && (Flags & XdpIsDeviceBound) == 0;

    /// <summary>A tc action (act_bpf); it sees and may do what a classifier does.</summary>
    public static ProgramKind Action => new(ProgramType.SchedulerAction, AttachType.None, 0);

    /// <summary>A program that takes the place of a function (BPF_PROG_TYPE_EXT). What it may do follows from the program with the function.</summary>
    public static ProgramKind Extension(ExtensionTarget target) => new(ProgramType.Extension, AttachType.None, 0) { Extends = target };

    /// <summary>Null where the section is of no program type that the loader knows.</summary>
    public static ProgramKind? OfSection(string section)
    {
        foreach ((string name, ProgramKind kind) in s_sections)
        {
            if (section == name || (section.StartsWith(name, StringComparison.Ordinal) && section[name.Length] is '/' or '.' or '_'))
                return kind;
        }
        return null;
    }
}
