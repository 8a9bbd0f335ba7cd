using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Tests.Support;

internal sealed class FaultException(FaultKind kind) : Exception(kind.ToString())
{
    public FaultKind Kind { get; } = kind;
}
