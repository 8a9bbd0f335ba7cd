using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>One way in which an XDP program is held.</summary>
internal interface IXdpAttachment
{
    XdpHolder Holder { get; }

    void Detach();

    /// <summary>Puts another program in this one's place in one step.</summary>
    /// <param name="expected">The program that has to be there; null: whichever is.</param>
    void Replace(KernelProgram successor, KernelProgram? expected, string interfaceName);
}
