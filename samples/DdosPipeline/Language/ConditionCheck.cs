using System;
using System.Linq;
using BpfSharp.Protocols;

namespace DdosPipeline.Language;

/// <summary>Refuses conditions that no packet could meet together, and says what is meant by those that imply others.</summary>
internal static class ConditionCheck
{
    private static readonly PacketField[] s_ports = [PacketField.DestinationPort, PacketField.SourcePort];
    private static readonly PacketField[] s_tcp = [PacketField.TcpFlags, PacketField.Window, PacketField.MaximumSegment];

    public static void Check(Signature signature, Word name)
    {
        if (signature.Bytecode is not null)
        {
            if (signature.Fields.Count + signature.Bytes.Count > 0 || signature.Protocol is not null || signature.Source is not null || signature.Destination is not null
                || signature.Rate is not null || signature.Method != MethodSignature.None || signature.Options is not null || signature.Fragment || signature.IsV6 is not null)
                throw name.Wrong("bytecode stands alone: it says all conditions itself");
            return;
        }

        if (signature.Fields.Keys.Any(s_tcp.Contains) || signature.Options is not null)
            Imply(signature, name, IpProtocol.Tcp, "flags, window, mss and options are those of tcp");
        if (signature.Fields.Keys.Any(s_ports.Contains) && signature.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp or null))
            throw name.Wrong("ports are those of tcp and udp");
        if (signature.Bytes.Exists(static b => b.Place == PacketPlace.Payload) && signature.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp or null))
            throw name.Wrong("a payload is that of tcp or udp: 'transport' counts from the header behind IP");
        foreach (AddressCondition address in new[] { signature.Source, signature.Destination }.OfType<AddressCondition>())
        {
            if (signature.IsV6 is { } isV6 && isV6 != address.IsV6)
                throw new SignatureException(address.Column, "the network is of the other family");
            signature.IsV6 = address.IsV6;
        }

        if (PatternCount.Of(signature) is > SignatureEntry.MostPatterns and var patterns)
            throw name.Wrong($"the bytes come to {patterns} pieces of 8, the most are {SignatureEntry.MostPatterns}");
    }

    private static void Imply(Signature signature, Word name, IpProtocol protocol, string reason)
    {
        if (signature.Protocol is { } said && said != protocol)
            throw name.Wrong(reason);
        signature.Protocol = protocol;
    }
}
