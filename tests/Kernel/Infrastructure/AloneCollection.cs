using Xunit;

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>Tests that count what the process holds: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "alone";
}
