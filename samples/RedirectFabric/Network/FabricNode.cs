using System.Net;
using BpfSharp.Samples;

namespace RedirectFabric.Network;

/// <summary>A container, or the machine outside.</summary>
/// <param name="Name">For a person.</param>
/// <param name="Place">Its network namespace.</param>
/// <param name="V4">Its IPv4 address.</param>
/// <param name="V6">Its IPv6 address.</param>
internal sealed record FabricNode(string Name, LabNamespace Place, IPAddress V4, IPAddress V6)
{
    public IPAddress Address(bool v6) => v6 ? V6 : V4;
}
