namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>How far one side of a TCP connection has come.</summary>
public enum ConnectionState : byte
{
    None,
    Opening,
    Open,
    Closing,
    Closed,
}
