using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Samples.Flows;

/// <summary>What TCP, UDP, UDP-Lite, SCTP and DCCP begin with.</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct TransportPorts
{
    public BigEndianUInt16 Source;
    public BigEndianUInt16 Destination;
}
