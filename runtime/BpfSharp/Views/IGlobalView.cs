namespace BpfSharp.Views;

/// <summary>A static field of the program class as user space sees it.</summary>
/// <typeparam name="T">The field's type.</typeparam>
public interface IGlobalView<T>
    where T : unmanaged
{
    /// <summary>The value now.</summary>
    T Value { get; set; }

    /// <summary>The variable in place, for several accesses in a row or for <c>Interlocked</c>.</summary>
    /// <returns>To be disposed.</returns>
    /// <exception cref="System.InvalidOperationException">It is a load-time constant.</exception>
    MappedGlobal<T> Map();
}
