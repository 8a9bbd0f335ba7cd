using System.Threading;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Waits until no program that is running now is running any more.</summary>
internal static unsafe class GracePeriod
{
    // No XDP program runs nearly as long: a million instructions, and a handful of packets of a budget.
    private const int LongEnough = 250;

    /// <summary>An update of a map of maps returns only then, so that its old map may be taken apart (<c>maybe_wait_bpf_programs</c> in the kernel).
    /// Where that is refused, time does.</summary>
    public static void Wait()
    {
        if (!TryWait())
            Thread.Sleep(LongEnough);
    }

    private static bool TryWait()
    {
        MapShape shape = ProbeShapes.Of(MapType.ArrayOfMaps);
        int outerFd = MapCreation.TryCreate(shape, null);
        if (outerFd < 0)
            return false;
        using var outer = new KernelMap(new FileDescriptor(outerFd), shape);
        int innerFd = MapCreation.TryCreate(shape.Inner!, null);
        if (innerFd < 0)
            return false;
        using var inner = new KernelMap(new FileDescriptor(innerFd), shape.Inner!);
        using FileDescriptor.Hold hold = inner.Descriptor.Use();
        int entry = 0, fd = hold.Fd;
        return outer.Update(&entry, &fd, 0) == 0;
    }
}
