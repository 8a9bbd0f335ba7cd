using System;

namespace BpfSharp.Views;

/// <summary>A traffic control program, loaded into the kernel or simulated.</summary>
public interface ITcProgram : IBpfProgram
{
    /// <summary>Runs the program once for a packet that belongs to no interface; loaded programs by the kernel's <c>BPF_PROG_TEST_RUN</c>.</summary>
    /// <param name="packet">The packet from its Ethernet header on: at least 14 bytes. It is copied.</param>
    /// <returns>The verdict and the packet afterwards.</returns>
    TcResult Run(ReadOnlySpan<byte> packet);
}
