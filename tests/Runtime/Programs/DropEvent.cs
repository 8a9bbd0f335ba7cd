using BpfSharp.Protocols;

namespace BpfSharp.Runtime.Tests.Programs;

public readonly record struct DropEvent(Ipv4Address Source, uint Rule);
