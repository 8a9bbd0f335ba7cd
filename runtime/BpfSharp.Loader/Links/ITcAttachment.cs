using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>One way in which a tc program is attached.</summary>
internal interface ITcAttachment
{
    TcHook Hook { get; }

    ushort Priority { get; }

    uint Handle { get; }

    void Detach();

    /// <summary>Puts another program in this one's place in one step.</summary>
    void Replace(KernelProgram successor, uint successorId, string interfaceName);
}
