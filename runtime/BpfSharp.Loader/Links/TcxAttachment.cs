using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A BPF link on the TCX hook of an interface, or on a netkit device: both order their programs the same way (<c>kernel/bpf/mprog.c</c>).</summary>
internal sealed class TcxAttachment : ITcAttachment
{
    private readonly FileDescriptor _descriptor;

    private TcxAttachment(FileDescriptor descriptor, uint linkId)
    {
        _descriptor = descriptor;
        LinkId = linkId;
    }

    public TcHook Hook => TcHook.Tcx;

    public ushort Priority => 0;

    public uint Handle => 0;

    public uint LinkId { get; }

    public FileDescriptor Descriptor => _descriptor;

    public void Detach() => LinkCommands.Detach(_descriptor);

    public void Replace(KernelProgram successor, uint successorId, KernelProgram? expected, string interfaceName) =>
        LinkCommands.Replace(_descriptor, successor, expected, interfaceName);

    public static TcxAttachment Attach(KernelProgram program, in TcxHook hook, TcAttachOptions options)
    {
        using FileDescriptor.Hold hold = program.Descriptor.Use();
        TcAnchor anchor = (options.Before ?? options.After).GetValueOrDefault();
        var attribute = new LinkCreateAttribute
        {
            ProgramFd = hold.Fd,
            TargetInterface = hook.InterfaceIndex,
            AttachType = hook.AttachType,
            Flags = PlaceFlags(options),
            TcxRelativeId = anchor.Id,
            TcxExpectedRevision = options.ExpectedRevision,
        };
        int result = BpfSystemCall.Invoke(BpfCommand.LinkCreate, ref attribute);
        if (result < 0)
            throw Failure(program.Name, hook, result);
        var descriptor = new FileDescriptor(result);
        int read = KernelObjects.TryGetInfo(descriptor, out LinkInfo info);
        if (read >= 0)
            return new TcxAttachment(descriptor, info.Id);
        descriptor.Dispose();
        throw KernelErrors.Create($"read information on the link of program '{program.Name}'", read, Capabilities.Bpf);
    }

    private static uint PlaceFlags(TcAttachOptions options)
    {
        uint beside = (options.Before ?? options.After) is { } anchor ? AttachFlags.Id | (anchor.IsLink ? AttachFlags.Link : 0) : 0;
        return options switch
        {
            { Before: not null } => AttachFlags.Before | beside,
            { After: not null } => AttachFlags.After | beside,
            { Position: TcxPosition.First } => AttachFlags.Before,
            _ => AttachFlags.None,
        };
    }

    private static BpfKernelException Failure(string program, in TcxHook hook, int error)
    {
        string action = $"attach tc program '{program}' to {hook.Description}";
        return -error switch
        {
            Errno.EEXIST => KernelErrors.CreateWithReason(action, error, "this very program is already there", Capabilities.NetAdmin),
            Errno.ERANGE => KernelErrors.CreateWithReason(action, error, $"the hook is full ({TcxHook.MostPrograms} programs)", Capabilities.NetAdmin),
            Errno.ESTALE => KernelErrors.CreateWithReason(action, error, "the hook has changed since the expected revision was read: query it again", Capabilities.NetAdmin),
            Errno.ENOENT => KernelErrors.CreateWithReason(action, error, "the program or link to be put beside is not on this hook", Capabilities.NetAdmin),
            Errno.EINVAL => KernelErrors.CreateWithReason(action, error, hook.WhyInvalid, Capabilities.NetAdmin),
            _ => KernelErrors.Create(action, error, Capabilities.NetAdmin),
        };
    }
}
