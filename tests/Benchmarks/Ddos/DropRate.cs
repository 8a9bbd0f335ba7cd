namespace BpfSharp.Benchmarks.Ddos;

/// <summary>What a flood of one round came to.</summary>
/// <param name="PerSecond">Packets dropped each second.</param>
/// <param name="PerCpuSecond">Packets dropped in each second that the receiver has run.</param>
/// <param name="Share">Of the packets that were sent, those that the receiver's queue had room for.</param>
internal readonly record struct DropRate(double PerSecond, double PerCpuSecond, double Share);
