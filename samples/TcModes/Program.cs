using BpfSharp.Samples;
using TcModes;

return new SampleApplication("One tc program by clsact and by TCX, replaced under traffic without a gap, beside a foreign filter.", Sabotage.All, ModesStory.Tell).Start(args);
