namespace BpfSharp.CompilerServices;

/// <summary>Error numbers of the kernel (<c>asm-generic/errno.h</c>); helpers return them negated.</summary>
internal static class KernelError
{
    public const int NoEntry = 2; // ENOENT
    public const int TooBig = 7; // E2BIG
    public const int Again = 11; // EAGAIN
    public const int NoMemory = 12; // ENOMEM
    public const int Access = 13; // EACCES
    public const int Fault = 14; // EFAULT
    public const int Busy = 16; // EBUSY
    public const int Exists = 17; // EEXIST
    public const int NoDevice = 19; // ENODEV
    public const int Invalid = 22; // EINVAL
    public const int NoSpace = 28; // ENOSPC
    public const int Range = 34; // ERANGE
    public const int Deadlock = 35; // EDEADLK
    public const int NoData = 61; // ENODATA
    public const int Protocol = 71; // EPROTO
    public const int OperationNotSupported = 95; // EOPNOTSUPP
    public const int AddressFamilyNotSupported = 97; // EAFNOSUPPORT
    public const int Already = 114; // EALREADY
    public const int NotSupported = 524; // ENOTSUPP
}
