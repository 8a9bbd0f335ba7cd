namespace QuickStart;

/// <summary>Ways to break the run on purpose, so that a test sees the check fail.</summary>
public enum Sabotage
{
    None,

    /// <summary>The programs are loaded and not attached.</summary>
    Detached,

    /// <summary>The ingress verdict is the opposite.</summary>
    Inverted,
}
