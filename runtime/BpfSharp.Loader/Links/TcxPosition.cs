namespace BpfSharp.Loader;

/// <summary>Where a TCX program goes among those that are attached already.</summary>
public enum TcxPosition
{
    /// <summary>Behind all others.</summary>
    Last,

    /// <summary>Before all others.</summary>
    First,
}
