using System;
using System.Collections.Generic;
using BpfSharp.Samples;
using EgressScheduler;

return new SampleApplication("Packets are put into the classes of a scheduler before it gets them: by priority, by filters on it, by departure times.", Sabotage.All, EgressStory.Tell)
{
    Variants = new Dictionary<string, (string, Action<SampleRun>)>
    {
        ["--edt"] = ("Departure times and 'fq' instead of classes; the kernel must have 'fq'", EdtStory.Tell),
        ["--contention"] = ("What it costs to classify under the scheduler's lock, with one sender and with one a processor", ContentionStory.Tell),
    },
}.Start(args);
