using System.Net;
using BpfSharp.Samples;

namespace EdgeBalancer.Network;

/// <summary>A client or a backend.</summary>
internal sealed record EdgeNode(string Name, LabNamespace Place, IPAddress V4, IPAddress V6)
{
    public IPAddress Address(bool v6) => v6 ? V6 : V4;
}
