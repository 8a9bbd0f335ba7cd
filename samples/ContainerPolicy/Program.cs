using BpfSharp.Samples;
using ContainerPolicy;

return new SampleApplication("Who may talk with a container: prefixes, protocols and ports, state, live reload.", Sabotage.All, PolicyStory.Tell).Start(args);
