namespace EdgeBalancer.Tables;

/// <summary>Who may have slots.</summary>
/// <param name="Name">What its slots follow from.</param>
/// <param name="Weight">Its share, at least 1.</param>
/// <param name="Number">What stands in its slots.</param>
public readonly record struct MaglevMember(string Name, int Weight, uint Number);
