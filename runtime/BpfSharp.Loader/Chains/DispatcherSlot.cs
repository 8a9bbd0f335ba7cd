namespace BpfSharp.Loader;

/// <summary>What a dispatcher knows of one of its programs.</summary>
/// <param name="ContinueOn">Bits of the results with which the packet goes on.</param>
internal readonly record struct DispatcherSlot(uint Priority, uint ContinueOn, bool HasFragments);
