using System;
using BpfSharp.Loader.Netlink;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>Attaches XDP programs, and chooses mode and holder.</summary>
internal static class XdpAttaching
{
    public static XdpLink Attach(KernelProgram program, Func<NetlinkSocket, NetworkInterface> find, XdpAttachOptions options)
    {
        if (options.Replaces != 0 && options.Holder == XdpHolder.Link)
            throw new ArgumentException("A program that was attached without a link can't be replaced by one: its holder stays netlink.", nameof(options));
        bool byLink = options.Holder != XdpHolder.Netlink && options.Replaces == 0;
        var socket = new NetlinkSocket();
        XdpLink? link = null;
        try
        {
            using FileDescriptor? replaced = options.Replaces == 0 ? null : KernelObjects.OpenProgram(options.Replaces);
            NetworkInterface device = find(socket);
            uint programId = program.ReadInfo().Id;
            XdpPlacement placement = Place(new Attempt(socket, program, device, replaced, byLink), options);
            link = new XdpLink(placement.Attachment, device, program.Name, programId, placement.Mode, placement.FallbackReason);
            return link;
        }
        finally
        {
            if (byLink || link is null)
                socket.Dispose();
        }
    }

    /// <summary>Puts a program on its interface in the first mode that the driver takes.</summary>
    public static XdpPlacement Place(Attempt attempt, XdpAttachOptions options)
    {
        // A program is replaced where it is: the other mode would be a second program beside it.
        XdpMode mode = options.Mode != XdpMode.Auto ? options.Mode : attempt.Device.Xdp.ModeOf(options.Replaces) ?? XdpMode.Native;
        if (attempt.Try(FlagOf(mode), out int error, out string text) is { } attachment)
            return new XdpPlacement(attachment, mode, "");
        if (options.Mode != XdpMode.Auto || mode != XdpMode.Native || options.Replaces != 0 || IsFinal(error))
            throw XdpRefusal.Explain(attempt, mode, error, text);
        string fallbackReason = XdpRefusal.NativeReason(attempt.Device, error, text);
        return attempt.Try(XdpFlags.Generic, out error, out text) is { } generic
            ? new XdpPlacement(generic, XdpMode.Generic, fallbackReason)
            : throw XdpRefusal.Explain(attempt, XdpMode.Generic, error, text);
    }

    public static uint FlagOf(XdpMode mode) => mode switch
    {
        XdpMode.Native => XdpFlags.Native,
        XdpMode.Offload => XdpFlags.Hardware,
        _ => XdpFlags.Generic,
    };

    // What generic mode would be refused for as well. EEXIST: the other mode is taken; both can't be active at once.
    private static bool IsFinal(int error) => error is -Errno.EPERM or -Errno.EACCES or -Errno.EBUSY or -Errno.EEXIST or -Errno.ENODEV or -Errno.EMFILE;

    /// <summary>What stays the same while modes are tried.</summary>
    internal sealed record Attempt(NetlinkSocket Socket, KernelProgram Program, NetworkInterface Device, FileDescriptor? Replaced, bool ByLink)
    {
        public IXdpAttachment? Try(uint mode, out int error, out string kernelText)
        {
            kernelText = "";
            if (ByLink)
                return XdpLinkAttachment.TryAttach(Program, Device.Index, mode, out error);
            IXdpAttachment? attachment = XdpNetlinkAttachment.TryAttach(Socket, Program, Device.Index, mode, Replaced, out NetlinkReply reply);
            (error, kernelText) = (reply.Error, reply.Text);
            return attachment;
        }
    }
}
