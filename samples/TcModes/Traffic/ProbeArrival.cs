namespace TcModes.Traffic;

/// <summary>A probe as the receiving socket got it.</summary>
internal readonly record struct ProbeArrival(byte GateStamp, byte ForeignStamp);
