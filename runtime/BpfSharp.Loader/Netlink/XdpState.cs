namespace BpfSharp.Loader.Netlink;

/// <summary>The XDP programs on an interface (<c>IFLA_XDP</c>); 0 where there is none.</summary>
internal readonly record struct XdpState(uint NativeProgram, uint GenericProgram, uint HardwareProgram)
{
    private const byte AttachedNative = 1;
    private const byte AttachedGeneric = 2;
    private const byte AttachedHardware = 3;

    /// <summary>Any of them.</summary>
    public uint Program => NativeProgram != 0 ? NativeProgram : GenericProgram != 0 ? GenericProgram : HardwareProgram;

    /// <summary>Where a program runs; null where it is not there.</summary>
    public XdpMode? ModeOf(uint program) =>
        program == 0 ? null
        : program == NativeProgram ? XdpMode.Native
        : program == GenericProgram ? XdpMode.Generic
        : program == HardwareProgram ? XdpMode.Offload
        : null;

    public static XdpState Decode(NetlinkAttributes attributes)
    {
        byte attached = attributes.Byte(LinkAttribute.XdpAttached);
        uint single = attributes.UInt32(LinkAttribute.XdpProgramId);
        return new XdpState(
            Pick(attributes.UInt32(LinkAttribute.XdpNativeProgramId), attached == AttachedNative, single),
            Pick(attributes.UInt32(LinkAttribute.XdpGenericProgramId), attached == AttachedGeneric, single),
            Pick(attributes.UInt32(LinkAttribute.XdpHardwareProgramId), attached == AttachedHardware, single));
    }

    private static uint Pick(uint named, bool isSingle, uint single) => named != 0 ? named : isSingle ? single : 0;
}
