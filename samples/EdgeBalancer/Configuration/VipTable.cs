namespace EdgeBalancer.Configuration;

/// <summary>What a service has in the maps.</summary>
/// <param name="number">Its number, never given twice.</param>
/// <param name="table">Which table of slots.</param>
internal sealed class VipTable(uint number, uint table)
{
    public uint Number { get; } = number;

    public uint Table { get; } = table;

    /// <summary>What is in the table; empty: not yet written.</summary>
    public uint[] Slots { get; set; } = [];
}
