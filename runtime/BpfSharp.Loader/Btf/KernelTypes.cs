using System;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Elf;

namespace BpfSharp.Loader.Btf;

/// <summary>Types that are in the kernel already, by their id.</summary>
internal static unsafe class KernelTypes
{
    /// <summary>Null where the kernel does not give them (opening by id takes CAP_SYS_ADMIN) or they can't be read.</summary>
    public static BtfTypes? TryRead(uint id)
    {
        if (id == 0)
            return null;
        var attribute = new ObjectIdAttribute { Id = id };
        int fd = BpfSystemCall.Invoke(BpfCommand.BtfGetFdById, ref attribute);
        if (fd < 0)
            return null;
        using var descriptor = new FileDescriptor(fd);
        if (KernelObjects.TryGetInfo(descriptor, out BtfInfo info) < 0)
            return null;
        byte[] bytes = new byte[info.Size];
        fixed (byte* pointer = bytes)
        {
            info = new BtfInfo { Bytes = (ulong)pointer, Size = (uint)bytes.Length };
            if (KernelObjects.TryFillInfo(descriptor, ref info) < 0)
                return null;
        }
        try
        {
            return BtfReader.Read(bytes);
        }
        catch (Exception e) when (e is FormatException or BpfObjectFormatException)
        {
            return null;
        }
    }
}
