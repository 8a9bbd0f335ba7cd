using System;
using System.Buffers.Binary;
using System.Collections.Generic;

namespace BpfSharp.Loader.Netlink;

/// <summary>All that the kernel answered to one request.</summary>
internal sealed class NetlinkReply
{
    private const ushort ExtendedAckMessage = 1;

    /// <summary>Messages that carry data, without their headers, in order.</summary>
    public List<NetlinkMessage> Messages { get; } = [];

    /// <summary>Zero or a negated error number.</summary>
    public int Error { get; private set; }

    /// <summary>The kernel's extended-ack text, or empty.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Something changed while the kernel listed: the list may lack entries or have some twice, and has to be asked for again.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Reads a datagram. True when it holds the end of the answer.</summary>
    public bool Add(ReadOnlySpan<byte> datagram, uint sequence)
    {
        while (datagram.Length >= NetlinkRequest.HeaderSize)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(datagram);
            if (length < NetlinkRequest.HeaderSize || length > datagram.Length)
                break;
            ReadOnlySpan<byte> message = datagram[..length];
            datagram = datagram[Math.Min(length + 3 & ~3, datagram.Length)..];
            if (BinaryPrimitives.ReadUInt32LittleEndian(message[8..]) != sequence)
                continue;
            ushort type = BinaryPrimitives.ReadUInt16LittleEndian(message[4..]);
            ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(message[6..]);
            ReadOnlySpan<byte> payload = message[NetlinkRequest.HeaderSize..];
            IsInterrupted |= (flags & MessageFlags.DumpInterrupted) != 0;
            if (type is not MessageType.Error and not MessageType.Done)
            {
                Messages.Add(new NetlinkMessage(type, payload.ToArray()));
                continue;
            }
            ReadEnd(type, flags, payload);
            return true;
        }
        return false;
    }

    // NLMSG_ERROR: the error, the request's header, the request's payload unless capped, attributes. NLMSG_DONE: the error, attributes.
    private void ReadEnd(ushort type, ushort flags, ReadOnlySpan<byte> payload)
    {
        if (payload.Length < 4)
            return;
        Error = BinaryPrimitives.ReadInt32LittleEndian(payload);
        if ((flags & MessageFlags.HasAttributes) == 0)
            return;
        int start = 4;
        if (type == MessageType.Error)
        {
            if (payload.Length < 4 + NetlinkRequest.HeaderSize)
                return;
            int requestLength = BinaryPrimitives.ReadInt32LittleEndian(payload[4..]);
            start += (flags & MessageFlags.Capped) != 0 ? NetlinkRequest.HeaderSize : requestLength + 3 & ~3;
        }
        if (start >= 0 && start <= payload.Length)
            Text = new NetlinkAttributes(payload[start..]).Text(ExtendedAckMessage);
    }
}

/// <summary>A message that carries data: fixed part and attributes.</summary>
internal readonly record struct NetlinkMessage(ushort Type, byte[] Payload);
