namespace BpfSharp.CompilerServices;

/// <summary>Stands for an entry of the kernel's connection tracking (<c>struct nf_conn</c>), whose layout is each build's: programs hand it to kernel functions only.</summary>
internal struct ConntrackHandle
{
    /// <summary>For the compiler it has this many bytes, none of which are a field.</summary>
    public const int ByteCount = 1;

    /// <summary>Which entry it is in a simulation.</summary>
    public long Number;
}
