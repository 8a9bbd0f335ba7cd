using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>What hangs on one side of an interface.</summary>
/// <param name="HasTcx">Whether the kernel has TCX (Linux 6.6).</param>
/// <param name="Revision">TCX's revision, which each change of its programs raises; 0 where none has been there.</param>
/// <param name="Qdisc"><c>clsact</c>, <c>ingress</c> or empty.</param>
/// <param name="Programs">TCX programs and filters in the order in which they run.</param>
public sealed record TcHookState(bool HasTcx, ulong Revision, string Qdisc, IReadOnlyList<TcProgramOnHook> Programs);
