using BpfSharp.Objects.Btf;
using CsCheck;
using Xunit;

namespace BpfSharp.Object.Tests.Btf;

public sealed class BtfNamesTests
{
    [Theory]
    [InlineData("Counter", "Counter")]
    [InlineData("s_seen", "s_seen")]
    [InlineData("<Value>k__BackingField", "Value")]
    [InlineData("<>k__BackingField", "k__BackingField")]
    [InlineData("Ns.Outer.Inner", "Ns_Outer_Inner")]
    [InlineData("Ns.Pair<uint, System.Byte[]>", "Ns_Pair_uint_System_Byte")]
    [InlineData("Pair`2", "Pair_2")]
    [InlineData("Größe", "Gru00f6u00dfe")]
    [InlineData("\U0001D54F", "ud835udd4f")]
    [InlineData("3rd", "_3rd")]
    [InlineData("@class", "class")]
    [InlineData("", "_")]
    [InlineData("<>", "_")]
    public void Names_become_C_identifiers(string name, string expected) => Assert.Equal(expected, BtfNames.Mangle(name));

    [Fact]
    public void Any_name_becomes_a_valid_one_that_stays_as_it_is() => Gen.String.Sample(name =>
    {
        string mangled = BtfNames.Mangle(name);
        return BtfNames.IsValid(mangled) && BtfNames.Mangle(mangled) == mangled;
    });

    [Fact]
    public void Long_names_are_cut_and_stay_apart()
    {
        string first = BtfNames.Mangle(new string('a', 200) + "1");
        string second = BtfNames.Mangle(new string('a', 200) + "2");
        Assert.Equal(BtfNames.MaxLength, first.Length);
        Assert.NotEqual(first, second);
        Assert.Equal(new string('a', 118) + "_57600b14", first);
    }
}
