using BpfSharp.Compiler.CodeGen.WalkOrder;
using BpfSharp.Compiler.Testing;

namespace BpfSharp.Compiler.Tests.CodeGen;

/// <summary>Leaves blocks and instructions where the passes put them that a test is about.</summary>
internal sealed class PlainOrder : CompilationHooks
{
    public override string Key => "plain order";

    public override bool Skips(string pass) => pass == WalkSearch.PassName;
}
