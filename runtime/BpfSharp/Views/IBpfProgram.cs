namespace BpfSharp.Views;

/// <summary>A program, loaded into the kernel or simulated.</summary>
public interface IBpfProgram
{
    /// <summary>Name of the program as the attribute says it; the method's name by default.</summary>
    string Name { get; }
}
