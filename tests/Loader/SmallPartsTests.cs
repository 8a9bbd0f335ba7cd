using System;
using System.Collections.Generic;
using BpfSharp.Loader.Btf;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Btf;
using Xunit;

namespace BpfSharp.Loader.Tests;

public sealed class SmallPartsTests
{
    [Theory]
    [InlineData("0\n", 1)]
    [InlineData("0-1\n", 2)]
    [InlineData("0-3,8,10-11\n", 7)]
    [InlineData("0,2,4", 3)]
    public void Possible_cpus(string list, int count) => Assert.Equal(count, PossibleCpus.Count(list));

    [Fact]
    public void Per_cpu_values_are_padded_to_eight_bytes()
    {
        byte[] packed = PerCpuValues.Pack(new uint[] { 1, 2, 3 }, 3);
        Assert.Equal("010000000000000002000000000000000300000000000000", Convert.ToHexStringLower(packed));
        Assert.Equal([1u, 2u, 3u], PerCpuValues.Unpack<uint>(packed));
        Assert.Throws<ArgumentException>(() => PerCpuValues.Pack(new uint[] { 1 }, 3));
    }

    [Theory]
    [InlineData("Filter", "Filter")]
    [InlineData("A_rather_long_name_of_a_map", "A_rather_long_n")]
    [InlineData("<Ns>.Größe-x", "_Ns_.Gr__e_x")]
    [InlineData("", "")]
    public void Kernel_names(string name, string expected) => Assert.Equal(expected, ObjectNames.Decode(ObjectNames.Encode(name)));

    [Theory]
    [InlineData("CapEff:\t000001ffffffffff", "")]
    [InlineData("CapEff:\t0000000000000000", "CAP_BPF, CAP_NET_ADMIN, CAP_PERFMON")]
    [InlineData("CapEff:\t0000000000001000", "CAP_BPF, CAP_PERFMON")]
    [InlineData("CapEff:\t0000000000200000", "CAP_NET_ADMIN")]
    [InlineData("CapEff:\t000000c000001000", "")]
    public void Missing_capabilities(string line, string missing)
    {
        ulong effective = Capabilities.Parse(["Name:\tdotnet", "CapPrm:\t0000000000000000", line])!.Value;
        IReadOnlyList<string> found = Capabilities.Missing(effective, [Capabilities.Bpf, Capabilities.NetAdmin, Capabilities.Perfmon]);
        Assert.Equal(missing, string.Join(", ", found));
    }

    [Fact]
    public void Status_without_capabilities_is_unknown() => Assert.Null(Capabilities.Parse(["Name:\tdotnet"]));

    [Theory]
    [InlineData("xdp", 6, 37, 0u)]
    [InlineData("xdp.frags", 6, 37, 32u)]
    [InlineData("xdp.frags/name", 6, 37, 32u)]
    [InlineData("xdp/name", 6, 37, 0u)]
    [InlineData("tc", 3, 0, 0u)]
    [InlineData("tc/name", 3, 0, 0u)]
    [InlineData("classifier", 3, 0, 0u)]
    [InlineData("tcx/ingress", 3, 46, 0u)]
    [InlineData("tcx/egress", 3, 47, 0u)]
    public void Sections(string section, int type, int attachType, uint flags) =>
        Assert.Equal(new ProgramKind(type, attachType, flags), ProgramKind.OfSection(section));

    [Theory]
    [InlineData("")]
    [InlineData("kprobe/x")]
    [InlineData("xdpx")]
    [InlineData("tcp")]
    public void Sections_of_other_kinds(string section) => Assert.Null(ProgramKind.OfSection(section));

    [Fact]
    public void Newer_types_become_older_ones_of_the_same_size_under_the_same_id()
    {
        var types = new BtfTypes();
        types.Append(new BtfEnum(8, true, [new BtfEnumValue("A", 1)]) { Name = "Wide" });
        types.Append(new BtfEnum(4, true, [new BtfEnumValue("A", -1)]) { Name = "Narrow" });
        types.Append(new BtfFloat(8) { Name = "double" });
        types.Append(new BtfDeclTag(1, -1) { Name = "tag" });
        types.Append(new BtfQualifier(BtfKind.TypeTag, 2) { Name = "tag" });
        types.Append(new BtfPointer(3));
        BtfTypes sanitized = BtfSanitizer.Sanitize(types);
        Assert.Equal(types.All.Count, sanitized.All.Count);
        Assert.Equal(new BtfInt(8, 1) { Name = "Wide" }, sanitized[1]);
        Assert.False(Assert.IsType<BtfEnum>(sanitized[2]).IsSigned);
        Assert.Equal(8, Assert.IsType<BtfStruct>(sanitized[3]).Size);
        Assert.IsType<BtfInt>(sanitized[4]);
        Assert.Equal(new BtfQualifier(BtfKind.Const, 2), sanitized[5]);
        Assert.Same(types[6], sanitized[6]);
    }

    [Fact]
    public void Pinned_map_differences_are_named_field_by_field()
    {
        var declared = new MapShape("Things", 1, 4, 8, 100, 1, 0, 0);
        Assert.Empty(PinDifferences.OfNumbers(declared, new MapInfo { Type = 1, KeySize = 4, ValueSize = 8, MaxEntries = 100, Flags = 1 }));
        Assert.Equal(
            ["the type is 2 instead of 1", "the key size is 5 instead of 4", "the value size is 9 instead of 8",
                "the number of entries is 1 instead of 100", "the set of flags is 0 instead of 1"],
            PinDifferences.OfNumbers(declared, new MapInfo { Type = 2, KeySize = 5, ValueSize = 9, MaxEntries = 1, Flags = 0 }));
    }
}
