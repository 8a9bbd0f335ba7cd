using System;
using System.Collections.Generic;
using System.IO;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Turns error numbers into exceptions that a person can act on.</summary>
internal static class KernelErrors
{
    // Remedies that don't depend on the operation; an operation that knows better says so itself.
    private static readonly (int Errno, string Remedy)[] s_remedies =
    [
        (Errno.EINVAL, "the kernel does not know a part of the request, or a size or flag is out of its range; an older kernel than the object's target says this too"),
        (Errno.E2BIG, "the request is larger than this kernel takes: too many entries, or a program above its instruction limit"),
        (Errno.ENOMEM, "the kernel has not enough memory (or the memory cgroup's limit is reached): lower the number of map entries, or raise the limit"),
        (Errno.EBUSY, "something else holds it; detach that first"),
        (Errno.EEXIST, "it exists already"),
        (Errno.ENOENT, "it does not exist, or this kernel was built without it"),
        (Errno.ENODEV, "there is no such interface in this network namespace"),
        (Errno.EMFILE, "the process has too many open descriptors: raise its limit (ulimit -n)"),
        (Errno.ENOSYS, "this kernel was built without BPF"),
        (Errno.EOPNOTSUPP, "this kernel or driver does not support it"),
        (Errno.ENOTSUPP, "this kernel or driver does not support it"),
        (Errno.ENOSPC, "there is no room left"),
    ];

    /// <param name="action">What was tried, such as <c>create map 'Denied'</c>.</param>
    /// <param name="error">A negated or positive error number.</param>
    /// <param name="needed">Capabilities that the operation needs.</param>
    public static BpfKernelException Create(string action, int error, params ReadOnlySpan<int> needed)
    {
        int errno = Math.Abs(error);
        return errno is Errno.EPERM or Errno.EACCES
            ? Permission(action, errno, Capabilities.Missing(needed))
            : new BpfKernelException($"Could not {action}: {Remedy(errno)} ({Errno.Name(errno)}).", errno);
    }

    /// <summary>As <see cref="Create"/>, with a text that the kernel or the operation gave.</summary>
    public static BpfKernelException CreateWithReason(string action, int error, string reason, params ReadOnlySpan<int> needed)
    {
        int errno = Math.Abs(error);
        if (errno is Errno.EPERM or Errno.EACCES && Capabilities.Missing(needed) is { Count: > 0 } missing)
            return Permission(action, errno, missing);
        return new BpfKernelException($"Could not {action}: {reason} ({Errno.Name(errno)}).", errno);
    }

    public static string Remedy(int errno)
    {
        foreach ((int known, string remedy) in s_remedies)
        {
            if (known == errno)
                return remedy;
        }
        return "the kernel refused it";
    }

    private static BpfPermissionException Permission(string action, int errno, IReadOnlyList<string> missing)
    {
        string reason = missing.Count > 0
            ? $"the process lacks {string.Join(" and ", missing)}. Run as root, or grant it: systemd AmbientCapabilities=, container --cap-add, "
                + "or setcap on the executable"
            : InsideUserNamespace()
                ? "the process has its capabilities only inside a user namespace; the kernel asks for them in the initial one (run the container privileged)"
                : "a security module, kernel lockdown, a seccomp filter or (before Linux 5.11) the locked-memory limit (ulimit -l) forbids it";
        return new BpfPermissionException($"Could not {action}: {reason} ({Errno.Name(errno)}).", errno, missing);
    }

    // The initial user namespace maps all ids: "0 0 4294967295".
    private static bool InsideUserNamespace()
    {
        try
        {
            return !File.ReadAllText("/proc/self/uid_map").Contains("4294967295", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
