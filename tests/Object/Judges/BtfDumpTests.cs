using System.Linq;
using BpfSharp.Object.Tests.Btf;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Btf;
using Xunit;

namespace BpfSharp.Object.Tests.Judges;

public sealed class BtfDumpTests
{
    [Fact]
    public void Bpftool_reads_each_kind_as_it_was_meant()
    {
        Tool.Require("bpftool");
        using var folder = new TemporaryFolder();
        string file = folder.Write("types.btf", BtfWriter.Write(SampleTypes.OfEveryKind()));
        string[] lines = Tool.Run("bpftool", "btf", "dump", "file", file).Split('\n').Select(line => line.Trim()).ToArray();

        string[] expected =
        [
            "[2] INT 'int' size=4 bits_offset=0 nr_bits=32 encoding=SIGNED",
            "[3] INT 'bool' size=1 bits_offset=0 nr_bits=8 encoding=BOOL",
            "[5] FLOAT 'double' size=8",
            "[6] ARRAY '(anon)' type_id=1 index_type_id=1 nr_elems=7",
            "[7] CONST '(anon)' type_id=1",
            "[9] TYPE_TAG 'user' type_id=1",
            "UNION 'Either' size=4 vlen=2",
            "STRUCT 'Pair' size=36 vlen=3",
            "'flag' type_id=3 bits_offset=256",
            "'high' type_id=1 bits_offset=3 bitfield_size=29",
            "ENUM 'Action' encoding=UNSIGNED size=4 vlen=2",
            "'Max' val=4294967295",
            "ENUM 'Small' encoding=SIGNED size=1 vlen=2",
            "'Minus' val=-1",
            "ENUM64 'Wide' encoding=SIGNED size=8 vlen=2",
            "'Low' val=-9223372036854775808LL",
            "FWD 'opaque' fwd_kind=struct",
            "FWD 'opaque_union' fwd_kind=union",
            "TYPEDEF 'alias'",
            "FUNC 'main'",
            "VAR 'first' type_id=1, linkage=global",
            "VAR 'second'",
            "DATASEC '.data' size=48 vlen=2",
            "DECL_TAG 'tag'",
        ];
        foreach (string wanted in expected)
            Assert.Contains(lines, line => line.Contains(wanted));
    }
}
