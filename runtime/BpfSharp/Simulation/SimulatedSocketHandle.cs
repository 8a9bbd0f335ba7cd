using System;
using System.Runtime.InteropServices;

namespace BpfSharp.Simulation;

/// <summary>Stands for a simulated socket where views ask for a socket's handle.</summary>
internal sealed class SimulatedSocketHandle : SafeHandle
{
    public SimulatedSocketHandle(SimulatedSocket socket)
        : base(IntPtr.Zero, ownsHandle: false) =>
        Socket = socket;

    public SimulatedSocket Socket { get; }

    public override bool IsInvalid => false;

    public static SimulatedSocket Require(SafeHandle handle)
    {
        ArgumentNullException.ThrowIfNull(handle);
        return handle is SimulatedSocketHandle simulated ? simulated.Socket : throw new ArgumentException("A simulation takes the handles of simulated sockets: SimulatedSocket.SafeHandle.", nameof(handle));
    }

    protected override bool ReleaseHandle() => true;
}
