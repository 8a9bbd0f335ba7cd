using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>The files that keep a dispatcher's programs, and the lock on them; where they lie and what they are called is libxdp's protocol.</summary>
internal sealed class DispatcherPins : IDisposable
{
    private const string DefaultFileSystem = "/sys/fs/bpf";
    private readonly FileDescriptor _lock;

    private DispatcherPins(FileDescriptor locked) => _lock = locked;

    /// <summary>The directory of all dispatchers. LIBXDP_BPFFS says where else the file system is.</summary>
    public static string Root =>
        Path.Combine(Environment.GetEnvironmentVariable("LIBXDP_BPFFS") is { Length: > 0 } elsewhere ? elsewhere : DefaultFileSystem, "xdp");

    /// <summary>Waits until nobody else changes or reads dispatchers, until this is disposed.</summary>
    /// <exception cref="BpfKernelException">There is no BPF file system.</exception>
    public static DispatcherPins Lock()
    {
        string root = Root;
        try
        {
            System.IO.Directory.CreateDirectory(root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BpfException($"Directory '{root}', which the dispatchers of XDP programs share, could not be made: {e.Message} ('mount -t bpf bpf /sys/fs/bpf').", e);
        }
        int fd = Libc.OpenDirectory(root);
        if (fd < 0)
            throw KernelErrors.Create($"open directory '{root}'", Marshal.GetLastPInvokeError());
        var descriptor = new FileDescriptor(fd);
        try
        {
            using FileDescriptor.Hold hold = descriptor.Use();
            int attempt = 0;
            while (Libc.LockFile(hold.Fd) < 0)
            {
                int error = Marshal.GetLastPInvokeError();
                if (!Interruption.IsWorthAnother(-error, ref attempt))
                    throw KernelErrors.Create($"lock directory '{root}'", error);
            }
            return new DispatcherPins(descriptor);
        }
        catch
        {
            descriptor.Dispose();
            throw;
        }
    }

    /// <summary>A program of a dispatcher.</summary>
    public static FileDescriptor OpenProgram(int interfaceIndex, uint dispatcher, int slot)
    {
        string path = ProgramPath(Directory(interfaceIndex, dispatcher), slot);
        int result = PinFiles.Open(path);
        return result >= 0 ? new FileDescriptor(result) : throw KernelErrors.Create($"open '{path}', a program of the chain", result, Capabilities.Bpf);
    }

    /// <summary>Keeps a program and its place in a dispatcher.</summary>
    public static void Pin(int interfaceIndex, uint dispatcher, int slot, FileDescriptor link, DispatcherProgram program)
    {
        string directory = Directory(interfaceIndex, dispatcher);
        Pin(link, LinkPath(directory, slot), program.Name);
        Pin(program.Program, ProgramPath(directory, slot), program.Name);
    }

    /// <summary>Lets go of a dispatcher's programs. What is gone already is no failure.</summary>
    public static void Remove(int interfaceIndex, uint dispatcher) => Remove(Directory(interfaceIndex, dispatcher));

    /// <summary>Lets go of dispatchers of an interface that is gone, which keep a program.</summary>
    public static void RemoveStale(int interfaceIndex, uint program)
    {
        foreach (string directory in System.IO.Directory.GetDirectories(Root, $"dispatch-{Text(interfaceIndex)}-*"))
        {
            for (int slot = 0; slot < DispatcherConfiguration.MaxPrograms; slot++)
            {
                int fd = PinFiles.Open(ProgramPath(directory, slot));
                if (fd < 0)
                    break;
                using var descriptor = new FileDescriptor(fd);
                if (KernelObjects.TryGetInfo(descriptor, out ProgramInfo info) < 0 || info.Id != program)
                    continue;
                Remove(directory);
                break;
            }
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void Remove(string directory)
    {
        for (int slot = 0; slot < DispatcherConfiguration.MaxPrograms; slot++)
        {
            RemoveFile(LinkPath(directory, slot));
            RemoveFile(ProgramPath(directory, slot));
        }
        try
        {
            System.IO.Directory.Delete(directory);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has tidied up.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BpfException($"Directory '{directory}' of a dispatcher that is used no more could not be removed: {e.Message}", e);
        }
    }

    private static void RemoveFile(string path)
    {
        int result = PinFiles.Remove(path);
        if (result is not 0 and not -Errno.ENOENT)
            throw KernelErrors.Create($"remove '{path}'", result);
    }

    private static void Pin(FileDescriptor what, string path, string program)
    {
        int result = PinFiles.Pin(what, path);
        if (result < 0)
            throw PinFiles.Failure($"program '{program}' of a chain", path, result);
    }

    private static string Directory(int interfaceIndex, uint dispatcher) =>
        Path.Combine(Root, $"dispatch-{Text(interfaceIndex)}-{dispatcher.ToString(CultureInfo.InvariantCulture)}");

    private static string ProgramPath(string directory, int slot) => Path.Combine(directory, $"prog{Text(slot)}-prog");

    private static string LinkPath(string directory, int slot) => Path.Combine(directory, $"prog{Text(slot)}-link");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
