namespace BpfSharp.Loader;

/// <summary>Whether the kernel has something.</summary>
public enum FeatureState
{
    /// <summary>It could not be found out, mostly for lack of privilege.</summary>
    Unknown,

    /// <summary>It has not.</summary>
    Absent,

    /// <summary>It has.</summary>
    Present,
}
