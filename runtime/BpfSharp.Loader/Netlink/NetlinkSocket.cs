using System;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Netlink;

/// <summary>A socket to rtnetlink in the network namespace of the thread that opened it; it stays there, whichever thread uses it.</summary>
internal sealed unsafe class NetlinkSocket : IDisposable
{
    private const int AddressFamilyNetlink = 16;
    private const int RawCloseOnExec = 3 | 0x80000;
    private const int OptionLevelNetlink = 270;
    private const int OptionCapAcknowledge = 10;
    private const int OptionExtendedAcknowledge = 11;

    // Dump datagrams are at most 32 KB (netlink_dump); larger ones only where a single message is.
    private const int ReceiveSize = 64 * 1024;

    private const int DoNotWait = 0x40;
    private const int MostDrained = 10_000;

    // A list that keeps changing is taken as it is in the end.
    private const int DumpAttempts = 5;

    private readonly FileDescriptor _descriptor;
    private readonly System.Threading.Lock _turn = new();
    private uint _sequence;

    public NetlinkSocket()
    {
        int fd = Libc.Socket(AddressFamilyNetlink, RawCloseOnExec, 0);
        if (fd < 0)
            throw KernelErrors.Create("open a netlink socket", Marshal.GetLastPInvokeError());
        _descriptor = new FileDescriptor(fd);
        // Both are a comfort (Linux 4.12): without them only the error's text is missing.
        Enable(OptionCapAcknowledge);
        Enable(OptionExtendedAcknowledge);
    }

    /// <summary>Sends a request and waits for the whole answer.</summary>
    public NetlinkReply Request(NetlinkRequest request)
    {
        lock (_turn)
        {
            using FileDescriptor.Hold hold = _descriptor.Use();
            byte[] buffer = GC.AllocateUninitializedArray<byte>(ReceiveSize);
            NetlinkReply reply = Exchange(hold.Fd, request, buffer);
            for (int attempt = 1; reply.IsInterrupted && attempt < DumpAttempts; attempt++)
                reply = Exchange(hold.Fd, request, buffer);
            return reply;
        }
    }

    public void Dispose() => _descriptor.Dispose();

    private NetlinkReply Exchange(int fd, NetlinkRequest request, byte[] buffer)
    {
        uint sequence = ++_sequence;
        Send(fd, request.Finish(sequence));
        var reply = new NetlinkReply();
        try
        {
            while (!reply.Add(Receive(fd, buffer), sequence))
            {
            }
        }
        catch (BpfException)
        {
            Drain(fd, buffer);
            throw;
        }
        return reply;
    }

    // A list that is not received to its end is still being given out, and the socket's next one would be refused (EBUSY, netlink_dump_start).
    private static void Drain(int fd, byte[] buffer)
    {
        fixed (byte* data = buffer)
        {
            for (int i = 0; i < MostDrained && Libc.Receive(fd, data, (nuint)buffer.Length, DoNotWait) >= 0; i++)
            {
            }
        }
    }

    private static void Send(int fd, ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> kernel = [AddressFamilyNetlink, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        fixed (byte* data = message, address = kernel)
        {
            nint sent;
            int attempt = 0;
            do
                sent = Libc.SendTo(fd, data, (nuint)message.Length, 0, address, (uint)kernel.Length);
            while (sent < 0 && Interruption.IsWorthAnother(ref attempt));
            if (sent < 0)
                throw KernelErrors.Create("send a netlink request", Marshal.GetLastPInvokeError(), Capabilities.NetAdmin);
        }
    }

    private static ReadOnlySpan<byte> Receive(int fd, byte[] buffer)
    {
        fixed (byte* data = buffer)
        {
            nint received;
            int attempt = 0;
            do
                received = Libc.Receive(fd, data, (nuint)buffer.Length, 0);
            while (received < 0 && Interruption.IsWorthAnother(ref attempt));
            if (received < 0)
                throw KernelErrors.Create("receive a netlink answer", Marshal.GetLastPInvokeError(), Capabilities.NetAdmin);
            return buffer.AsSpan(0, (int)received);
        }
    }

    private void Enable(int option)
    {
        int one = 1;
        using FileDescriptor.Hold hold = _descriptor.Use();
        _ = Libc.SetSocketOption(hold.Fd, OptionLevelNetlink, option, &one, sizeof(int));
    }
}
