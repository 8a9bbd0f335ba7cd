namespace ServiceBalancer;

/// <summary>A place in a set of backends.</summary>
public readonly struct BackendSlot(uint set, uint slot)
{
    public readonly uint Set = set;
    public readonly uint Slot = slot;
}
