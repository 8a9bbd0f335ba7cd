namespace BpfSharp.Loader;

/// <summary>One way in which a tc program is attached.</summary>
internal interface ITcAttachment
{
    TcHook Hook { get; }

    ushort Priority { get; }

    uint Handle { get; }

    void Detach();
}
