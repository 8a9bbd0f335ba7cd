using System;
using System.Collections.Generic;
using BpfSharp.Loader.Btf;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Loader;

/// <summary>Tries parts of the kernel. Nothing is left behind.</summary>
internal static unsafe class FeatureProbes
{
    private const int LogSize = 1 << 14;
    private const int LargestMapType = 64;
    private const int Loopback = 1;

    public static FeatureState MapType(int type)
    {
        if (type is <= 0 or > LargestMapType)
            return FeatureState.Absent;
        MapShape shape = ProbeShapes.Of(type);
        int result = MapCreation.TryCreate(shape, null);
        if (result >= 0)
        {
            new FileDescriptor(result).Dispose();
            return FeatureState.Present;
        }
        return Refusal(result, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOTSUPP);
    }

    public static FeatureState ProgramType(int type)
    {
        int result = Load(new ProgramKind(type, 0, 0), [Mov64Imm(0, 0), Exit()], out string log);
        // Types that want more (an attach target, say) say so only when they are known.
        return result >= 0 || log.Length > 0 ? FeatureState.Present : Refusal(result, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOTSUPP);
    }

    public static FeatureState Helper(int programType, int helper)
    {
        if (ProgramType(programType) != FeatureState.Present)
            return ProgramType(programType);
        int result = Load(new ProgramKind(programType, 0, 0), [Call(helper), Mov64Imm(0, 0), Exit()], out string log);
        if (result is -Errno.EPERM && log.Length == 0)
            return FeatureState.Unknown;
        // "unknown func" until Linux 6.9, then "program of this type cannot use helper"; "invalid func" beyond the last one.
        foreach (string refusal in (ReadOnlySpan<string>)["unknown func", "invalid func", "cannot use helper"])
        {
            if (log.Contains(refusal, StringComparison.Ordinal))
                return FeatureState.Absent;
        }
        return result >= 0 || log.Length > 0 ? FeatureState.Present : FeatureState.Unknown;
    }

    public static FeatureState Tcx()
    {
        var attribute = new ProgramQueryAttribute { TargetInterface = Loopback, AttachType = AttachType.TcxIngress };
        int result = BpfSystemCall.Invoke(BpfCommand.ProgramQuery, ref attribute);
        // ENOENT: no program has been there yet. ENODEV: no such interface, so the hook is known.
        return result >= 0 || result is -Errno.ENOENT or -Errno.ENODEV ? FeatureState.Present : Refusal(result, Errno.EINVAL);
    }

    public static FeatureState Batches()
    {
        int fd = MapCreation.TryCreate(ProbeShapes.Of(Syscalls.MapType.Hash), null);
        if (fd < 0)
            return FeatureState.Unknown;
        using var map = new KernelMap(new FileDescriptor(fd), ProbeShapes.Of(Syscalls.MapType.Hash));
        uint key = 1, value = 1, count = 1;
        int result = map.Batch(BpfCommand.MapUpdateBatch, null, null, &key, &value, ref count);
        return result >= 0 ? FeatureState.Present : Refusal(result, Errno.EINVAL, Errno.EOPNOTSUPP, Errno.ENOTSUPP);
    }

    public static FeatureState Types()
    {
        var types = new BtfTypes();
        types.Add(new BtfInt(4, 1) { Name = "int" });
        using FileDescriptor? loaded = BtfLoading.TryLoad(BtfWriter.Write(types, new BtfStringTable()), out int error, out _);
        return loaded is not null ? FeatureState.Present : Refusal(error, Errno.EINVAL, Errno.ENOSYS);
    }

    public static FeatureState XdpFragments()
    {
        int result = Load(ProgramKind.OfSection("xdp.frags")!.Value, [Mov64Imm(0, 2), Exit()], out _);
        return result >= 0 ? FeatureState.Present : Refusal(result, Errno.EINVAL);
    }

    public static FeatureState Extensions()
    {
        BpfObject target = DispatcherCode.Write([new DispatcherSlot(0, 0, false)], out int function);
        LoadedParts? parts = null;
        try
        {
            parts = ObjectLoading.Load(target, new MapOverrides(), new Dictionary<string, BoundDevice>());
            BpfProgramImage image = target.Programs[0];
            image.Instructions.Clear();
            image.Instructions.AddRange([Mov64Imm(0, 2), Exit()]);
            image.Relocations.Clear();
            image.Functions.RemoveRange(1, image.Functions.Count - 1);
            using LoadedTypes types = LoadedTypes.Load(target);
            using KernelProgram extension = new ProgramMaking(image, target, parts, types, new Dictionary<string, int>())
                .LoadExtension(new ExtensionTarget(parts.Programs[image.Name].Descriptor, function));
            return FeatureState.Present;
        }
        catch (BpfPermissionException e)
        {
            // Some kernels refuse this to everybody.
            return e.MissingCapabilities.Count == 0 ? FeatureState.Absent : FeatureState.Unknown;
        }
        catch (BpfException)
        {
            return parts is null ? FeatureState.Unknown : FeatureState.Absent;
        }
        finally
        {
            parts?.Dispose();
        }
    }

    // An action without its program is refused by act_bpf for that; where there is no such kind, for the kind (ENOENT).
    public static FeatureState ActBpf()
    {
        using var socket = new NetlinkSocket();
        NetlinkReply reply = socket.Request(new NetlinkRequest(MessageType.NewAction, MessageFlags.Acknowledge | MessageFlags.Create)
            .Fixed(default(ActionMessage))
            .Nest(ActionAttribute.Tab, static tab => tab
                .Nest(1, static action => action.Attribute(ActionAttribute.Kind, "bpf").Nest(ActionAttribute.Options, static _ => { }))));
        return reply.Error == -Errno.ENOENT ? FeatureState.Absent : reply.Error == -Errno.EINVAL ? FeatureState.Present : FeatureState.Unknown;
    }

    private static FeatureState Refusal(int error, params ReadOnlySpan<int> absent) => absent.Contains(-error) ? FeatureState.Absent : FeatureState.Unknown;

    private static int Load(ProgramKind kind, BpfInstruction[] instructions, out string log)
    {
        byte[] buffer = new byte[LogSize];
        int result = ProgramLoading.TryLoad("probe", kind, BpfInstructionCodec.Encode(instructions), "GPL", null, buffer);
        log = ProgramLoading.Text(buffer);
        if (result >= 0)
            new FileDescriptor(result).Dispose();
        return result;
    }
}
