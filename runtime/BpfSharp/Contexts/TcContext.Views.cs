using BpfSharp.CompilerServices;

namespace BpfSharp;

public sealed partial class TcContext
{
    /// <summary>Opens a view of all of the packet's bytes (Linux 6.4; needs a GPL-compatible license).</summary>
    /// <param name="view">The view.</param>
    [BpfFunction]
    public void OpenView(out PacketView view)
    {
        view = default;
        BpfHelpers.DynptrFromSkb(this, 0, ref view);
    }
}
