namespace BpfSharp.Compiler.Ir;

/// <summary>What memory a pointer leads to that a subprogram is given.</summary>
public enum IrPointee
{
    /// <summary>No pointer, or none that is known.</summary>
    None,

    /// <summary>The program's context.</summary>
    Context,

    /// <summary>A local of a function around.</summary>
    Stack,

    /// <summary>The packet; as many bytes as the parameter says are proven to be there.</summary>
    Packet,

    /// <summary>A map's entry or a global that is there.</summary>
    Region,

    /// <summary>A record that only helpers read (<c>CONST_PTR_TO_DYNPTR</c>).</summary>
    Record,
}
