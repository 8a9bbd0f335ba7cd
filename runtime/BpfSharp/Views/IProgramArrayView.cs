namespace BpfSharp.Views;

/// <summary>An array of programs for tail calls as user space sees it.</summary>
public interface IProgramArrayView : IMapView
{
    /// <summary>Puts a program into an entry.</summary>
    /// <param name="index">Index from 0.</param>
    /// <param name="program">A program of the same object or simulation kind.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The index is not below the number of entries.</exception>
    /// <exception cref="System.ArgumentException">The program is of another kind.</exception>
    void Set(uint index, IBpfProgram program);

    /// <summary>Empties an entry.</summary>
    /// <param name="index">Index from 0.</param>
    /// <returns>Whether there was a program.</returns>
    bool Remove(uint index);
}
