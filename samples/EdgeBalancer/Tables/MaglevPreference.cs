namespace EdgeBalancer.Tables;

/// <summary>The order in which a member wants slots: from an offset on, by steps of the same width.</summary>
/// <param name="Offset">From 0, less than the size of the table.</param>
/// <param name="Skip">From 1, less than the size of the table.</param>
/// <param name="Weight">How many slots it takes at a turn.</param>
public readonly record struct MaglevPreference(int Offset, int Skip, int Weight);
