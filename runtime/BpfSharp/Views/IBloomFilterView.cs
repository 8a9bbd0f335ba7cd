namespace BpfSharp.Views;

/// <summary>A bloom filter as user space sees it.</summary>
/// <typeparam name="T">The value.</typeparam>
public interface IBloomFilterView<T> : IMapView
    where T : unmanaged
{
    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    void Add(T value);

    /// <summary>Whether a value may have been added.</summary>
    /// <param name="value">The value.</param>
    /// <returns>False: it was not added. True: it was, or others have set the same bits.</returns>
    bool MayContain(T value);
}
