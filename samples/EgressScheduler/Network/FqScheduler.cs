using BpfSharp.Samples;

namespace EgressScheduler.Network;

/// <summary>The scheduler <c>fq</c> on the sender's interface: it keeps packets until their departure time.</summary>
internal static class FqScheduler
{
    // More than the senders' sockets hold: nothing is to be dropped here.
    private const string FlowLimit = "2000"; // packets

    /// <exception cref="LabUnavailableException">This kernel has no <c>fq</c>.</exception>
    public static void Add(EgressNetwork network)
    {
        try
        {
            network.Tc("qdisc", "add", "dev", EgressNetwork.Uplink, "root", "fq", "flow_limit", FlowLimit);
        }
        catch (SampleFailedException e)
        {
            throw new LabUnavailableException($"its kernel has no scheduler 'fq' ({e.Message}); samples/EgressScheduler/edt.sh runs this in QEMU with one that has");
        }
    }
}
