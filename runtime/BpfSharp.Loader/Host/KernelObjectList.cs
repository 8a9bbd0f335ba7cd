using System;
using System.Collections.Generic;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Walks through the kernel's objects of a kind by their ids.</summary>
internal static class KernelObjectList
{
    /// <param name="what">For messages, in the plural.</param>
    /// <param name="read">Makes an item of an open object; null where it can't be read.</param>
    public static IReadOnlyList<T> Read<T>(BpfCommand next, BpfCommand open, string what, Func<FileDescriptor, T?> read)
        where T : class
    {
        var items = new List<T>();
        var attribute = new ObjectIdAttribute();
        while (true)
        {
            int result = BpfSystemCall.Invoke(next, ref attribute);
            if (result == -Errno.ENOENT)
                return items;
            if (result < 0)
                throw KernelErrors.Create($"list the {what} in the kernel", result, Capabilities.SysAdmin);
            attribute = new ObjectIdAttribute { Id = attribute.NextId };
            var opened = attribute;
            int fd = BpfSystemCall.Invoke(open, ref opened);
            // What has gone since is no failure, nor what somebody is just making: until a link is attached nobody may open it (EAGAIN, bpf_link_by_id).
            if (fd is -Errno.ENOENT or -Errno.EAGAIN)
                continue;
            if (fd < 0)
                throw KernelErrors.Create($"open one of the {what} in the kernel", fd, Capabilities.SysAdmin);
            using var descriptor = new FileDescriptor(fd);
            if (read(descriptor) is { } item)
                items.Add(item);
        }
    }
}
