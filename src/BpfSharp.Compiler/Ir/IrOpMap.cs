namespace BpfSharp.Compiler.Ir;

/// <summary>What is declared for some operations: asked for every instruction, so no hash table.</summary>
/// <typeparam name="T">What is declared.</typeparam>
internal sealed class IrOpMap<T>
    where T : class
{
    private readonly T?[] _byOp = new T?[IrOpTable.Rows.Count];

    /// <summary>Null where nothing is declared; set only while the table is built.</summary>
    public T? this[IrOp op]
    {
        get => _byOp[(int)op];
        set => _byOp[(int)op] = value;
    }
}
