using System.Collections.Generic;
using BpfSharp.Loader;
using BpfSharp.Samples;

namespace EgressScheduler.Network;

/// <summary>A sender and a receiver. The sender's interface has a scheduler that is narrower than the link.</summary>
internal sealed class EgressNetwork
{
    /// <summary>The sender's interface.</summary>
    public const string Uplink = "up0";

    private const string Downlink = "down0";

    /// <param name="lab">Where to build.</param>
    /// <param name="suffix">Tells several such networks apart.</param>
    public EgressNetwork(LabNetwork lab, string suffix = "")
    {
        Sender = lab.AddNamespace("sender" + suffix);
        Receiver = lab.AddNamespace("receiver" + suffix);
        lab.Join(Sender, Uplink, $"{Addresses.Sender}/24", Receiver, Downlink, $"{Addresses.Receiver}/24");
        Sender.Ip($"address add {Addresses.Sender6}/64 dev {Uplink} nodad");
        Receiver.Ip($"address add {Addresses.Receiver6}/64 dev {Downlink} nodad");
    }

    public LabNamespace Sender { get; }

    public LabNamespace Receiver { get; }

    /// <summary>Runs <c>tc</c> beside the sender's interface.</summary>
    public string Tc(params IEnumerable<string> arguments) => OutsideCommand.Run(Sender, "tc", arguments);

    /// <summary>Attaches a program to the sender's interface, before the scheduler.</summary>
    /// <param name="program">The program.</param>
    /// <param name="hook">clsact or TCX.</param>
    /// <param name="place">Its place there: 1 runs first.</param>
    public TcLink Attach(LoadedTcProgram program, TcHook hook, ushort place)
    {
        var options = new TcAttachOptions { Hook = hook, Priority = hook == TcHook.Clsact ? place : (ushort)0, Position = place == 1 ? TcxPosition.First : TcxPosition.Last };
        return Sender.Run(() => program.Attach(Uplink, TcDirection.Egress, options));
    }

    /// <summary>The hooks that this kernel has.</summary>
    public IEnumerable<TcHook> Hooks()
    {
        yield return TcHook.Clsact;
        if (Sender.Run(static () => BpfHooks.QueryTc(Uplink, TcDirection.Egress)).HasTcx)
            yield return TcHook.Tcx;
    }
}
