namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <param name="Instructions">Instructions that the verifier walks.</param>
/// <param name="Slots">Slots of the code.</param>
internal readonly record struct WalkCost(int Instructions, int Slots)
{
    public bool IsBetterThan(WalkCost other) => Instructions <= other.Instructions && Slots <= other.Slots && this != other;
}
