using System;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace BpfSharp.Samples;

/// <summary>Makes sockets that get all IPv4 packets of a protocol, with their headers, as the stack has accepted them; for protocols that .NET's own constructor does not know.</summary>
public static partial class RawSocket
{
    private const int Ipv4 = 2; // AF_INET
    private const int Raw = 3;  // SOCK_RAW
    private const int CloseOnExec = 0x80000;

    /// <summary>Opens one in the network namespace of the calling thread.</summary>
    /// <param name="protocol">The number in the IP header.</param>
    public static Socket Open(int protocol)
    {
        int descriptor = OpenSocket(Ipv4, Raw | CloseOnExec, protocol);
        return descriptor >= 0
            ? new Socket(new SafeSocketHandle(descriptor, ownsHandle: true))
            : throw new InvalidOperationException($"a raw socket can't be opened: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
    }

    [LibraryImport("libc", EntryPoint = "socket", SetLastError = true)]
    private static partial int OpenSocket(int family, int type, int protocol);
}
