namespace EgressScheduler.Configuration;

/// <summary>A class of the scheduler.</summary>
/// <param name="Line">Where it stands in the file, from 1.</param>
/// <param name="Name">What rules call it.</param>
/// <param name="Minor">Its number within the scheduler.</param>
/// <param name="BitsPerSecond">Its rate, counting the bytes of whole packets with their Ethernet headers.</param>
public sealed record EgressClass(int Line, string Name, ushort Minor, long BitsPerSecond);
