namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <summary>A change of a function that keeps what it does, made already, and the way back.</summary>
internal abstract class Rearrangement
{
    /// <summary>As it was before. What was changed later has been taken back.</summary>
    public abstract void Undo();
}
