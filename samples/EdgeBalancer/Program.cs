using BpfSharp.Samples;
using EdgeBalancer;

return new SampleApplication("The edge of a site: floods are dropped, flows are carried to backends that answer clients themselves, in one XDP program.", Sabotage.All, EdgeStory.Tell).Start(args);
