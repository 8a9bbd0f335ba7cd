using System.Runtime.InteropServices;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>What lies behind the Ethernet header in the packets of these tests: operands in, results out.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Operands
{
    public const int Offset = 14;

    public long A;
    public long B;
    public long R0;
    public long R1;
    public long R2;
    public long R3;
    public long R4;
    public long R5;
    public long R6;
    public long R7;
}
