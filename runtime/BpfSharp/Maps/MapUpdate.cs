namespace BpfSharp;

/// <summary>Which updates of a map are wanted (<c>BPF_ANY</c>, <c>BPF_NOEXIST</c>, <c>BPF_EXIST</c>).</summary>
public enum MapUpdate
{
    /// <summary>New entries and changes.</summary>
    Any = 0,

    /// <summary>New entries only.</summary>
    Add = 1,

    /// <summary>Changes of existing entries only.</summary>
    Change = 2,
}
