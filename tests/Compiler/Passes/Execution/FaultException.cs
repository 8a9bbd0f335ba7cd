using System;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

internal sealed class FaultException(FaultKind kind) : Exception
{
    public FaultKind Kind => kind;
}
