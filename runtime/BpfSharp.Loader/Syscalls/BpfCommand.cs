namespace BpfSharp.Loader.Syscalls;

/// <summary><c>enum bpf_cmd</c> of <c>include/uapi/linux/bpf.h</c>, as far as the loader goes.</summary>
internal enum BpfCommand
{
    MapCreate = 0,
    MapLookupElement = 1,
    MapUpdateElement = 2,
    MapDeleteElement = 3,
    MapGetNextKey = 4,
    ProgramLoad = 5,
    ObjectPin = 6,
    ObjectGet = 7,
    ProgramTestRun = 10,
    ProgramGetNextId = 11,
    MapGetNextId = 12,
    ProgramGetFdById = 13,
    MapGetFdById = 14,
    ObjectGetInfo = 15,
    ProgramQuery = 16,
    BtfLoad = 18,
    BtfGetFdById = 19,
    MapLookupAndDelete = 21,
    MapFreeze = 22,
    MapLookupBatch = 24,
    MapUpdateBatch = 26,
    MapDeleteBatch = 27,
    LinkCreate = 28,
    LinkUpdate = 29,
    LinkGetFdById = 30,
    LinkGetNextId = 31,
    EnableStatistics = 32,
    LinkDetach = 34,
}
