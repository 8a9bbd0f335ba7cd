using System.Collections.Generic;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A BPF link on the TCX hook.</summary>
internal sealed class TcxAttachment : ITcAttachment
{
    // BPF_MPROG_MAX
    private const int MostPrograms = 64;

    private readonly FileDescriptor _descriptor;

    private TcxAttachment(FileDescriptor descriptor) => _descriptor = descriptor;

    public TcHook Hook => TcHook.Tcx;

    public ushort Priority => 0;

    public uint Handle => 0;

    public void Detach() => LinkCommands.Detach(_descriptor);

    public void Replace(KernelProgram successor, uint successorId, string interfaceName) => LinkCommands.Replace(_descriptor, successor, interfaceName);

    /// <summary>The programs on the hook in the order in which they run; null where the kernel has no TCX (before 6.6).</summary>
    public static unsafe List<TcProgramOnHook>? List(NetworkInterface device, TcDirection direction)
    {
        uint* ids = stackalloc uint[MostPrograms];
        var attribute = new ProgramQueryAttribute
        {
            TargetInterface = device.Index,
            AttachType = TypeOf(direction),
            ProgramIds = (ulong)ids,
            Count = MostPrograms,
        };
        int result = BpfSystemCall.Invoke(BpfCommand.ProgramQuery, ref attribute);
        if (result is -Errno.EINVAL)
            return null;
        // No program has been there yet.
        if (result is -Errno.ENOENT)
            return [];
        if (result < 0)
            throw KernelErrors.Create($"list the TCX programs of interface '{device.Name}'", result, Capabilities.NetAdmin);
        var programs = new List<TcProgramOnHook>();
        for (int i = 0; i < attribute.Count; i++)
            programs.Add(new(TcHook.Tcx, ids[i], KernelObjects.ProgramName(ids[i]), 0, 0));
        return programs;
    }

    public static TcxAttachment Attach(KernelProgram program, NetworkInterface device, TcDirection direction, TcxPosition position)
    {
        using FileDescriptor.Hold hold = program.Descriptor.Use();
        var attribute = new LinkCreateAttribute
        {
            ProgramFd = hold.Fd,
            TargetInterface = device.Index,
            AttachType = TypeOf(direction),
            Flags = position == TcxPosition.First ? AttachFlags.Before : 0,
        };
        int result = BpfSystemCall.Invoke(BpfCommand.LinkCreate, ref attribute);
        return result >= 0 ? new TcxAttachment(new FileDescriptor(result)) : throw Failure(program.Name, device, direction, result);
    }

    private static int TypeOf(TcDirection direction) => direction == TcDirection.Ingress ? AttachType.TcxIngress : AttachType.TcxEgress;

    private static BpfKernelException Failure(string program, NetworkInterface device, TcDirection direction, int error)
    {
        string action = $"attach tc program '{program}' to interface '{device.Name}' {direction.ToString().ToLowerInvariant()} by TCX";
        return -error switch
        {
            Errno.EEXIST => KernelErrors.CreateWithReason(action, error, "this very program is already there", Capabilities.NetAdmin),
            Errno.ERANGE => KernelErrors.CreateWithReason(action, error, $"the hook is full ({MostPrograms} programs)", Capabilities.NetAdmin),
            Errno.EINVAL => KernelErrors.CreateWithReason(action, error, "this kernel has no TCX (it came with Linux 6.6): attach by clsact or leave the choice to Auto", Capabilities.NetAdmin),
            _ => KernelErrors.Create(action, error, Capabilities.NetAdmin),
        };
    }
}
