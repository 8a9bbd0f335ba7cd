using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>One way in which a tc program is attached.</summary>
internal interface ITcAttachment
{
    TcHook Hook { get; }

    ushort Priority { get; }

    uint Handle { get; }

    /// <summary>The kernel's id of the link; 0 for a filter.</summary>
    uint LinkId { get; }

    void Detach();

    /// <summary>Puts another program in this one's place in one step.</summary>
    /// <param name="expected">The program that has to be there; null: the one that this attachment put there.</param>
    void Replace(KernelProgram successor, uint successorId, KernelProgram? expected, string interfaceName);
}
