using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Syscalls;
using Xunit;

namespace BpfSharp.Loader.Tests;

/// <summary>Offsets as a C compiler gives them for <c>union bpf_attr</c> and its kin in <c>linux/bpf.h</c>.</summary>
public sealed class AttributeLayoutTests
{
    [Theory]
    [InlineData("MapType", 0)]
    [InlineData("KeySize", 4)]
    [InlineData("ValueSize", 8)]
    [InlineData("MaxEntries", 12)]
    [InlineData("MapFlags", 16)]
    [InlineData("InnerMapFd", 20)]
    [InlineData("NumaNode", 24)]
    [InlineData("Name", 28)]
    [InlineData("InterfaceIndex", 44)]
    [InlineData("BtfFd", 48)]
    [InlineData("BtfKeyTypeId", 52)]
    [InlineData("BtfValueTypeId", 56)]
    [InlineData("BtfVmlinuxValueTypeId", 60)]
    [InlineData("MapExtra", 64)]
    public void Map_create(string field, int offset) => Check<MapCreateAttribute>(field, offset);

    [Theory]
    [InlineData("MapFd", 0)]
    [InlineData("Key", 8)]
    [InlineData("Value", 16)]
    [InlineData("Flags", 24)]
    public void Map_element(string field, int offset) => Check<MapElementAttribute>(field, offset);

    [Theory]
    [InlineData("InBatch", 0)]
    [InlineData("OutBatch", 8)]
    [InlineData("Keys", 16)]
    [InlineData("Values", 24)]
    [InlineData("Count", 32)]
    [InlineData("MapFd", 36)]
    [InlineData("ElementFlags", 40)]
    [InlineData("Flags", 48)]
    public void Map_batch(string field, int offset) => Check<MapBatchAttribute>(field, offset);

    [Theory]
    [InlineData("ProgramType", 0)]
    [InlineData("InstructionCount", 4)]
    [InlineData("Instructions", 8)]
    [InlineData("License", 16)]
    [InlineData("LogLevel", 24)]
    [InlineData("LogSize", 28)]
    [InlineData("LogBuffer", 32)]
    [InlineData("KernelVersion", 40)]
    [InlineData("Flags", 44)]
    [InlineData("Name", 48)]
    [InlineData("InterfaceIndex", 64)]
    [InlineData("ExpectedAttachType", 68)]
    [InlineData("BtfFd", 72)]
    [InlineData("FunctionInfoRecordSize", 76)]
    [InlineData("FunctionInfo", 80)]
    [InlineData("FunctionInfoCount", 88)]
    [InlineData("LineInfoRecordSize", 92)]
    [InlineData("LineInfo", 96)]
    [InlineData("LineInfoCount", 104)]
    [InlineData("AttachBtfId", 108)]
    [InlineData("AttachProgramFd", 112)]
    [InlineData("CoreRelocationCount", 116)]
    [InlineData("FdArray", 120)]
    [InlineData("CoreRelocations", 128)]
    [InlineData("CoreRelocationRecordSize", 136)]
    [InlineData("LogTrueSize", 140)]
    public void Program_load(string field, int offset) => Check<ProgramLoadAttribute>(field, offset);

    [Theory]
    [InlineData("ProgramFd", 0)]
    [InlineData("ReturnValue", 4)]
    [InlineData("DataSizeIn", 8)]
    [InlineData("DataSizeOut", 12)]
    [InlineData("DataIn", 16)]
    [InlineData("DataOut", 24)]
    [InlineData("Repeat", 32)]
    [InlineData("Duration", 36)]
    [InlineData("ContextSizeIn", 40)]
    [InlineData("ContextSizeOut", 44)]
    [InlineData("ContextIn", 48)]
    [InlineData("ContextOut", 56)]
    [InlineData("Flags", 64)]
    [InlineData("Cpu", 68)]
    [InlineData("BatchSize", 72)]
    public void Test_run(string field, int offset) => Check<TestRunAttribute>(field, offset);

    [Theory]
    [InlineData("Btf", 0)]
    [InlineData("LogBuffer", 8)]
    [InlineData("BtfSize", 16)]
    [InlineData("LogSize", 20)]
    [InlineData("LogLevel", 24)]
    public void Btf_load(string field, int offset) => Check<BtfLoadAttribute>(field, offset);

    [Theory]
    [InlineData("TargetInterface", 0)]
    [InlineData("AttachType", 4)]
    [InlineData("QueryFlags", 8)]
    [InlineData("AttachFlags", 12)]
    [InlineData("ProgramIds", 16)]
    [InlineData("Count", 24)]
    [InlineData("ProgramAttachFlags", 32)]
    [InlineData("LinkIds", 40)]
    [InlineData("LinkAttachFlags", 48)]
    [InlineData("Revision", 56)]
    public void Program_query(string field, int offset) => Check<ProgramQueryAttribute>(field, offset);

    [Theory]
    [InlineData("ProgramFd", 0)]
    [InlineData("TargetInterface", 4)]
    [InlineData("AttachType", 8)]
    [InlineData("Flags", 12)]
    [InlineData("TcxRelativeId", 16)]
    [InlineData("TcxExpectedRevision", 24)]
    public void Link_create(string field, int offset) => Check<LinkCreateAttribute>(field, offset);

    [Theory]
    [InlineData("Type", 0)]
    [InlineData("Id", 4)]
    [InlineData("JitedLength", 16)]
    [InlineData("TranslatedLength", 20)]
    [InlineData("MapIdCount", 52)]
    [InlineData("MapIds", 56)]
    [InlineData("Name", 64)]
    [InlineData("BtfId", 128)]
    [InlineData("RunTimeNanoseconds", 192)]
    [InlineData("RunCount", 200)]
    [InlineData("RecursionMisses", 208)]
    [InlineData("VerifiedInstructions", 216)]
    public void Program_info(string field, int offset) => Check<ProgramInfo>(field, offset);

    [Theory]
    [InlineData("Type", 0)]
    [InlineData("Id", 4)]
    [InlineData("KeySize", 8)]
    [InlineData("ValueSize", 12)]
    [InlineData("MaxEntries", 16)]
    [InlineData("Flags", 20)]
    [InlineData("Name", 24)]
    [InlineData("InterfaceIndex", 40)]
    [InlineData("BtfId", 64)]
    [InlineData("BtfKeyTypeId", 68)]
    [InlineData("BtfValueTypeId", 72)]
    [InlineData("MapExtra", 80)]
    public void Map_info(string field, int offset) => Check<MapInfo>(field, offset);

    [Theory]
    [InlineData("Mark", 8)]
    [InlineData("Priority", 32)]
    public void Socket_buffer_context(string field, int offset) => Check<SocketBufferContext>(field, offset);

    [Fact]
    public void Sizes()
    {
        Assert.Equal(72, Unsafe.SizeOf<MapCreateAttribute>());
        Assert.Equal(32, Unsafe.SizeOf<MapElementAttribute>());
        Assert.Equal(56, Unsafe.SizeOf<MapBatchAttribute>());
        Assert.Equal(144, Unsafe.SizeOf<ProgramLoadAttribute>());
        Assert.Equal(80, Unsafe.SizeOf<TestRunAttribute>());
        Assert.Equal(32, Unsafe.SizeOf<BtfLoadAttribute>());
        Assert.Equal(16, Unsafe.SizeOf<ObjectPathAttribute>());
        Assert.Equal(12, Unsafe.SizeOf<ObjectIdAttribute>());
        Assert.Equal(16, Unsafe.SizeOf<ObjectInfoAttribute>());
        Assert.Equal(32, Unsafe.SizeOf<LinkCreateAttribute>());
        Assert.Equal(64, Unsafe.SizeOf<ProgramQueryAttribute>());
        Assert.Equal(232, Unsafe.SizeOf<ProgramInfo>());
        Assert.Equal(88, Unsafe.SizeOf<MapInfo>());
        Assert.Equal(192, Unsafe.SizeOf<SocketBufferContext>());
        Assert.Equal(16, Unsafe.SizeOf<ObjectName>());
    }

    private static void Check<T>(string field, int offset)
        where T : struct => Assert.Equal((nint)offset, Marshal.OffsetOf<T>(field));
}
