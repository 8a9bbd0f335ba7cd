using BpfSharp.Samples;
using ServiceBalancer;

return new SampleApplication("Service addresses for containers: NAT to backends and back, both families, backends changed live.", Sabotage.All, ServiceStory.Tell).Start(args);
