namespace BpfSharp.Loader.Netlink;

/// <summary>Types of rtnetlink messages (<c>rtnetlink.h</c>) and of netlink's own.</summary>
internal static class MessageType
{
    public const ushort Error = 2;
    public const ushort Done = 3;
    public const ushort NewLink = 16;
    public const ushort GetLink = 18;
    public const ushort SetLink = 19;
    public const ushort NewQdisc = 36;
    public const ushort DeleteQdisc = 37;
    public const ushort GetQdisc = 38;
    public const ushort NewFilter = 44;
    public const ushort DeleteFilter = 45;
    public const ushort GetFilter = 46;
    public const ushort NewAction = 48;
}

/// <summary><c>NLM_F_*</c>.</summary>
internal static class MessageFlags
{
    public const ushort Request = 0x1;
    public const ushort Acknowledge = 0x4;
    public const ushort Echo = 0x8;
    public const ushort Dump = 0x300;
    public const ushort Replace = 0x100;
    public const ushort Exclusive = 0x200;
    public const ushort Create = 0x400;

    /// <summary>In an answer: the list is not consistent.</summary>
    public const ushort DumpInterrupted = 0x10;

    /// <summary>In an answer: the request is not repeated inside.</summary>
    public const ushort Capped = 0x100;

    /// <summary>In an answer: extended-ack attributes follow.</summary>
    public const ushort HasAttributes = 0x200;
}

/// <summary><c>IFLA_*</c>, <c>IFLA_INFO_*</c> and <c>IFLA_XDP_*</c>.</summary>
internal static class LinkAttribute
{
    public const ushort Name = 3;
    public const ushort Mtu = 4;
    public const ushort LinkInfo = 18;
    public const ushort Xdp = 43;
    public const ushort AlternativeName = 53;
    public const ushort InfoKind = 1;
    public const ushort XdpFd = 1;
    public const ushort XdpAttached = 2;
    public const ushort XdpFlags = 3;
    public const ushort XdpProgramId = 4;
    public const ushort XdpNativeProgramId = 5;
    public const ushort XdpGenericProgramId = 6;
    public const ushort XdpHardwareProgramId = 7;
    public const ushort XdpExpectedFd = 8;
}

/// <summary><c>TCA_*</c> and <c>TCA_BPF_*</c>.</summary>
internal static class TrafficAttribute
{
    public const ushort Kind = 1;
    public const ushort Options = 2;
    public const ushort Chain = 11;
    public const ushort BpfClassId = 3;
    public const ushort BpfFd = 6;
    public const ushort BpfName = 7;
    public const ushort BpfFlags = 8;
    public const ushort BpfId = 11;
    public const uint BpfDirectAction = 1;

    /// <summary>Of a <c>matchall</c> filter: its actions.</summary>
    public const ushort MatchAllActions = 2;
}

/// <summary><c>TCA_ACT_*</c>: attributes of an action, and the one around them all; <c>TCA_ACT_BPF_*</c> inside.</summary>
internal static class ActionAttribute
{
    public const ushort Tab = 1;
    public const ushort Kind = 1;
    public const ushort Options = 2;
    public const ushort BpfParameters = 2;
    public const ushort BpfFd = 5;
    public const ushort BpfName = 6;
    public const ushort BpfId = 9;

    /// <summary>The place of a filter's only action.</summary>
    public const ushort First = 1;
}
