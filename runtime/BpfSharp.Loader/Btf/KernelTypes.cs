using System;
using System.Buffers.Binary;
using System.Text;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Elf;

namespace BpfSharp.Loader.Btf;

/// <summary>Types that are in the kernel already, by their id.</summary>
internal static unsafe class KernelTypes
{
    private const int HeaderLengthOffset = 4; // struct btf_header
    private const int StringsOffset = 16;

    /// <summary>Null where the kernel does not give them (opening by id takes CAP_SYS_ADMIN) or they can't be read.</summary>
    public static BtfTypes? TryRead(uint id)
    {
        if (TryReadBytes(id) is not { } bytes)
            return null;
        try
        {
            return BtfReader.Read(bytes);
        }
        catch (Exception e) when (e is FormatException or BpfObjectFormatException)
        {
            return null;
        }
    }

    /// <summary>The types as the kernel has them.</summary>
    public static byte[]? TryReadBytes(uint id)
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
            return KernelObjects.TryFillInfo(descriptor, ref info) < 0 ? null : bytes;
        }
    }

    /// <summary>A text among the types' strings; empty where there is none.</summary>
    public static string Text(byte[] btf, uint offset)
    {
        if (btf.Length < StringsOffset + sizeof(uint))
            return "";
        long at = BinaryPrimitives.ReadUInt32LittleEndian(btf.AsSpan(HeaderLengthOffset)) + BinaryPrimitives.ReadUInt32LittleEndian(btf.AsSpan(StringsOffset)) + (long)offset;
        if (at >= btf.Length)
            return "";
        ReadOnlySpan<byte> text = btf.AsSpan((int)at);
        int end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }
}
