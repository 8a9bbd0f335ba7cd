namespace BpfSharp.Compiler.Ir.Verification;

/// <summary>How far a function has come; docs/ir.md tells what each promises.</summary>
public enum IrStage
{
    Lowered,
    Closed,
    Flat,
    Safe,
}
