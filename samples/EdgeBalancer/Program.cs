using System;
using System.Collections.Generic;
using BpfSharp.Samples;
using EdgeBalancer;

return new SampleApplication("The edge of a site: floods are dropped, flows are carried to backends that answer clients themselves, in one XDP program.", Sabotage.All, EdgeStory.Tell)
{
    Variants = new Dictionary<string, (string, Action<SampleRun>)>
    {
        ["--tunnels"] = ("Backends take outer headers off by tunnel devices; the kernel must have 'ipip' and 'ip6tnl'", EdgeStory.TellByDevices),
    },
}.Start(args);
