namespace DdosPipeline;

/// <summary>What becomes of a packet that a signature matches. The first one that matches decides.</summary>
public enum SignatureAction : uint
{
    Drop,
    Pass,

    /// <summary>Counted and sampled; passes.</summary>
    Watch,
}
