using System;
using System.Collections.Generic;

namespace BpfSharp.Simulation.Run;

/// <summary>How a run ended.</summary>
internal readonly record struct RunOutcome(int Verdict, FaultSite? Fault, Exception? Exception, RedirectTarget? Redirect, IReadOnlyList<PacketClone> Clones);
