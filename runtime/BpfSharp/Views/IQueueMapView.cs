namespace BpfSharp.Views;

/// <summary>A queue or stack as user space sees it. Programs may change it at any time.</summary>
/// <typeparam name="T">The value.</typeparam>
public interface IQueueMapView<T> : IMapView
    where T : unmanaged
{
    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether there was room.</returns>
    bool TryPush(T value);

    /// <summary>Adds a value, and makes room by dropping the oldest one where there is none.</summary>
    /// <param name="value">The value.</param>
    void PushOverOldest(T value);

    /// <summary>Takes the next value away: of a queue the oldest, of a stack the newest.</summary>
    /// <param name="value">The value; zero where there is none.</param>
    /// <returns>Whether there was one.</returns>
    bool TryPop(out T value);

    /// <summary>A copy of the next value, which stays.</summary>
    /// <param name="value">The value; zero where there is none.</param>
    /// <returns>Whether there was one.</returns>
    bool TryPeek(out T value);
}
