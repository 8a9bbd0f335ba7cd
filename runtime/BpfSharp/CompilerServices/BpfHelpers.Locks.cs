using BpfSharp.Simulation;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_spin_lock</c>: takes the lock of a map's value.</summary>
    /// <param name="spinLock">The lock, in place.</param>
    [BpfHelper(93, Name = "bpf_spin_lock", Since = "5.1", Effects = BpfHelperEffects.Locks | BpfHelperEffects.ReturnsVoid)]
    public static void SpinLock([BpfArgument(BpfArgumentKind.Reference)] ref BpfSpinLock spinLock)
    {
        _ = SimulationRun.Require("a spin lock");
        // A run has the simulation for itself, so the lock is free unless this run has it.
        if (spinLock.State != 0)
            throw new SimulationException("A program took a spin lock that it holds already: in the kernel this would never end.");
        spinLock.State = 1;
    }

    /// <summary><c>bpf_spin_unlock</c>: releases the lock of a map's value.</summary>
    /// <param name="spinLock">The lock, in place.</param>
    [BpfHelper(94, Name = "bpf_spin_unlock", Since = "5.1", Effects = BpfHelperEffects.Releases | BpfHelperEffects.ReturnsVoid)]
    public static void SpinUnlock([BpfArgument(BpfArgumentKind.Reference)] ref BpfSpinLock spinLock) => spinLock.State = 0;
}
