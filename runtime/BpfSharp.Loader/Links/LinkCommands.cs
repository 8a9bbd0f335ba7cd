using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>What is done with a BPF link after it was made.</summary>
internal static class LinkCommands
{
    /// <summary>Takes the program off its hook at once, and closes the link.</summary>
    /// <remarks>Closing alone detaches only when nobody else has the descriptor: a process that this one has just forked has it until it starts its program.</remarks>
    public static void Detach(FileDescriptor link)
    {
        using (FileDescriptor.Hold hold = link.Use())
        {
            var attribute = new LinkUpdateAttribute { LinkFd = hold.Fd };
            // A refusal (the interface has gone, say) leaves closing to do what there is to do.
            _ = BpfSystemCall.Invoke(BpfCommand.LinkDetach, ref attribute);
        }
        link.Dispose();
    }

    /// <param name="expected">The program that has to be in the link; null: whichever is.</param>
    public static void Replace(FileDescriptor link, KernelProgram successor, KernelProgram? expected, string interfaceName)
    {
        using FileDescriptor.Hold linkHold = link.Use();
        using FileDescriptor.Hold programHold = successor.Descriptor.Use();
        using DescriptorScope expectedScope = new(expected?.Descriptor);
        var attribute = new LinkUpdateAttribute
        {
            LinkFd = linkHold.Fd,
            NewProgramFd = programHold.Fd,
            Flags = expected is null ? 0 : AttachFlags.Replace,
            OldProgramFd = expectedScope.Fd,
        };
        int result = BpfSystemCall.Invoke(BpfCommand.LinkUpdate, ref attribute);
        // The kernel has no number of its own for "another program is there": EPERM, which it gives for nothing else here once the link exists.
        if (result == -Errno.EPERM && expected is not null && Capabilities.Missing(Capabilities.NetAdmin, Capabilities.Bpf).Count == 0)
            throw Unexpected(successor, interfaceName, Errno.EPERM);
        if (result < 0)
            throw KernelErrors.Create($"put program '{successor.Name}' into the link on interface '{interfaceName}'", result, Capabilities.NetAdmin, Capabilities.Bpf);
    }

    /// <summary>Another program than the expected one is there.</summary>
    public static BpfKernelException Unexpected(KernelProgram successor, string interfaceName, int errno) => new(
        $"Could not put program '{successor.Name}' on interface '{interfaceName}': the program that is there is not the expected one ({Errno.Name(errno)}). "
        + "Somebody has replaced it; what is there stays.", errno);
}
