using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Object.Tests.Elf;

public sealed class RoundTripTests
{
    public static TheoryData<string> Samples => new(nameof(SampleObjects.Full), nameof(SampleObjects.Minimal), nameof(SampleObjects.WithSubprograms), nameof(SampleObjects.WithInitialPrograms), nameof(SampleObjects.WithKernelFunctions));

    internal static BpfObject Sample(string name) => name switch
    {
        nameof(SampleObjects.Full) => SampleObjects.Full(),
        nameof(SampleObjects.Minimal) => SampleObjects.Minimal(),
        nameof(SampleObjects.WithInitialPrograms) => SampleObjects.WithInitialPrograms(),
        nameof(SampleObjects.WithKernelFunctions) => SampleObjects.WithKernelFunctions(),
        _ => SampleObjects.WithSubprograms(),
    };

    [Theory]
    [MemberData(nameof(Samples))]
    public void Reading_what_was_written_gives_the_same_model(string name)
    {
        BpfObject model = Sample(name);
        BpfObject read = BpfObjectReader.Read(BpfObjectWriter.Write(model));
        Assert.Equal(ModelText.Of(model), ModelText.Of(read));
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Equal_models_give_equal_bytes(string name)
    {
        byte[] first = BpfObjectWriter.Write(Sample(name));
        Assert.Equal(first, BpfObjectWriter.Write(Sample(name)));
        Assert.Equal(first, BpfObjectWriter.Write(BpfObjectReader.Read(first)));
    }

    [Fact]
    public void Numbers_of_maps_reach_their_ends()
    {
        BpfObject model = SampleObjects.Full();
        model.Maps[0].Pinning = 1;
        model.Maps[1].MaxEntries = uint.MaxValue;
        model.Maps[2].Flags = uint.MaxValue;
        model.Maps[3].MaxEntries = 0;
        BpfObject read = BpfObjectReader.Read(BpfObjectWriter.Write(model));
        Assert.Equal(ModelText.Of(model), ModelText.Of(read));
    }

    [Fact]
    public void Writing_leaves_the_model_as_it_was()
    {
        BpfObject model = SampleObjects.WithSubprograms();
        string before = ModelText.Of(model);
        BpfObjectWriter.Write(model);
        Assert.Equal(before, ModelText.Of(model));
    }
}
