using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Samples;
using EgressScheduler.Configuration;
using EgressScheduler.Measure;
using EgressScheduler.Network;
using EgressScheduler.Traffic;

namespace EgressScheduler;

/// <summary>No classes in the scheduler: the program says when each packet is to leave, and <c>fq</c> keeps it until then.</summary>
internal static class EdtStory
{
    private static readonly TimeSpan s_begin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(4);

    public static void Tell(SampleRun run)
    {
        var file = new ConfigurationFile(run.Configuration ?? Path.Combine(AppContext.BaseDirectory, "edt.txt"));
        string text = file.Read();
        using var lab = new LabNetwork();
        var network = new EgressNetwork(lab);
        FqScheduler.Add(network);
        using EgressObject egress = EgressLoader.Load();
        var store = new EgressStore(egress, new PacedClasses(egress));
        foreach (ConfigurationProblem problem in store.Load(text))
            throw new SampleFailedException($"the plan is not used: {problem}");
        using TcLink? link = run.Sabotage == Sabotage.Detached ? null : network.Sender.Run(() => egress.Depart.Attach(EgressNetwork.Uplink, TcDirection.Egress));
        run.View.Say(link is null ? "nothing attached" : $"{link.Hook}, egress, before fq: {link.ProgramName} sets the departure times");

        List<EgressFlow> flows = BusyFlows.Start(network, store.Current);
        try
        {
            Thread.Sleep(s_begin);
            foreach (ClassRate rate in new RateMeasurement(flows, scheduler: null).Take(store.Current, s_window, () => run.Stop.WaitHandle.WaitOne(50)))
            {
                run.View.Say($"paced: {rate}");
                if (rate.Misfit is { } misfit)
                    run.Fates.Problem($"paced: {misfit}");
            }
        }
        finally
        {
            BusyFlows.End(flows, run.Fates);
        }

        run.Fates.Add("ping through fq", "is answered", IcmpEcho.Ping(network.Sender, Addresses.Receiver));
        if (egress.TooLate is var late && late != 0)
            run.Fates.Problem($"{late} packets were dropped because they would have had to wait for longer than 2 s");
    }
}
