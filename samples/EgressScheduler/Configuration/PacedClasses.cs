using BpfSharp;

namespace EgressScheduler.Configuration;

/// <summary>Classes that the program itself paces.</summary>
public sealed class PacedClasses(IEgress egress) : IClassTable
{
    private const int BitsOfByte = 8;

    public void Set(EgressClass added) => egress.Paces[added.Minor] = new Pace { BytesPerSecond = (uint)(added.BitsPerSecond / BitsOfByte) };

    public void Remove(EgressClass removed) => egress.Paces.Remove(removed.Minor);
}
