namespace BpfSharp.Loader;

/// <summary>Which packets of an interface a tc program sees.</summary>
public enum TcDirection
{
    /// <summary>Those that come in.</summary>
    Ingress,

    /// <summary>Those that go out.</summary>
    Egress,
}
