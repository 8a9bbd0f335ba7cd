using System.Collections.Generic;
using BpfSharp.Samples;
using FlowMonitor;

return new SampleApplication("Flows of a host in both directions: counted in the kernel, sampled, and drops told with their reason.", Sabotage.All, MonitorStory.Tell)
{
    Files = new Dictionary<string, string>
    {
        [MonitorStory.JsonOption] = "Writes events and flows as JSON, one a line",
        [MonitorStory.CaptureOption] = "Writes reported packets as a pcapng capture with annotations as comments",
    },
}.Start(args);
