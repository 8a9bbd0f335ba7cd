using BpfSharp.Samples;
using RedirectFabric;

return new SampleApplication("Containers reach each other and the outside by redirects alone: no bridge, no host routing.", Sabotage.All, FabricStory.Tell).Start(args);
