using System;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>A link that a file in a BPF file system keeps, whoever made it. Disposing this only lets go of it; the program stays attached.</summary>
public sealed class PinnedLink : IDisposable
{
    private readonly FileDescriptor _descriptor;

    private PinnedLink(FileDescriptor descriptor, string path)
    {
        _descriptor = descriptor;
        Path = path;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The kernel's id of the link.</summary>
    public uint Id => ReadInfo().Id;

    /// <summary>The kernel's id of the program in it.</summary>
    public uint ProgramId => ReadInfo().ProgramId;

    /// <summary>The interface's index; 0 where it has gone.</summary>
    public int InterfaceIndex => (int)ReadInfo().InterfaceIndex;

    /// <summary>Opens a pinned link.</summary>
    /// <exception cref="BpfException">There is none at that path.</exception>
    public static PinnedLink Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        int result = PinFiles.Open(path);
        if (result < 0)
            throw KernelErrors.Create($"open the link pinned at '{path}'", result, Capabilities.Bpf);
        var link = new PinnedLink(new FileDescriptor(result), path);
        try
        {
            // A map or program gives other information, and no link's type.
            if (!KernelObjects.IsLink(link._descriptor))
                throw new BpfException($"What is pinned at '{path}' is no link.");
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Puts another program in this one's place in one step: every packet sees one of the two.</summary>
    /// <param name="program">Of the same kind. It stays in the kernel with the link, also when its object is disposed.</param>
    /// <param name="expected">The program that has to be there, or <see langword="null"/>: whichever is.</param>
    /// <exception cref="BpfKernelException">Another program is there, or the kernel refused; what is there stays.</exception>
    public void Replace(LoadedProgram program, LoadedProgram? expected = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        LinkCommands.Replace(_descriptor, program.Program, expected?.Program, $"{InterfaceIndex} (link {Path})");
    }

    /// <summary>Takes the program off its hook, and the file away.</summary>
    public void Detach()
    {
        int result = PinFiles.Remove(Path);
        if (result is not 0 and not -Errno.ENOENT)
            throw KernelErrors.Create($"remove '{Path}'", result);
        LinkCommands.Detach(_descriptor);
    }

    /// <inheritdoc/>
    public void Dispose() => _descriptor.Dispose();

    private LinkInfo ReadInfo()
    {
        int result = KernelObjects.TryGetInfo(_descriptor, out LinkInfo info);
        return result >= 0 ? info : throw KernelErrors.Create($"read information on the link pinned at '{Path}'", result, Capabilities.Bpf);
    }
}
