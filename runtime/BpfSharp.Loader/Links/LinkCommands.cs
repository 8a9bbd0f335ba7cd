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

    public static void Replace(FileDescriptor link, KernelProgram successor, string interfaceName)
    {
        using FileDescriptor.Hold linkHold = link.Use();
        using FileDescriptor.Hold programHold = successor.Descriptor.Use();
        var attribute = new LinkUpdateAttribute { LinkFd = linkHold.Fd, NewProgramFd = programHold.Fd };
        int result = BpfSystemCall.Invoke(BpfCommand.LinkUpdate, ref attribute);
        if (result < 0)
            throw KernelErrors.Create($"put program '{successor.Name}' into the link on interface '{interfaceName}'", result, Capabilities.NetAdmin, Capabilities.Bpf);
    }
}
