using System.Collections.Generic;
using EgressScheduler.Configuration;

namespace BpfSharp.Samples.Tests.EgressScheduler;

/// <summary>Writes down what would be done to the scheduler.</summary>
internal sealed class RecordedClasses : IClassTable
{
    public List<string> Steps { get; } = [];

    public void Set(EgressClass added) => Steps.Add($"1:{added.Minor:x} at {added.BitsPerSecond}");

    public void Remove(EgressClass removed) => Steps.Add($"1:{removed.Minor:x} off");
}
