using System.Collections.Generic;
using BpfSharp.Samples;
using DdosPipeline;

return new SampleApplication("Packets that match signatures are dropped in XDP, also by the bytecode of iptables' xt_bpf.", Sabotage.All, DdosStory.Tell)
{
    Files = new Dictionary<string, string> { [DdosStory.CaptureOption] = "Writes sampled matches as a pcapng capture with their signatures as comments" },
}.Start(args);
