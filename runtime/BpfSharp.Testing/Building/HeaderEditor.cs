namespace BpfSharp.Testing;

/// <summary>Changes a header that a builder is about to write. Its lengths are set already; checksums are computed afterwards.</summary>
/// <typeparam name="T">The header.</typeparam>
/// <param name="header">The header in place.</param>
public delegate void HeaderEditor<T>(ref T header)
    where T : unmanaged;
