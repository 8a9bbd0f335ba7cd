using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Compiler.Ir;

/// <summary>A program: an entry function and its attribute.</summary>
public sealed class IrProgram
{
    /// <summary>C# method name; the ELF symbol, once mangled to a C identifier.</summary>
    public string Name { get; set; } = "";

    /// <summary><see cref="IrFunction.Name"/> of the body: takes the context (ptr), gives the verdict (i32).</summary>
    public string Function { get; set; } = "";

    /// <summary>Name of the program type, as libbpf says it: <c>xdp</c>, <c>tc</c>, ...; the row of the compiler's program type table.</summary>
    public string Kind { get; set; } = "";

    /// <summary>ELF section; usually <see cref="Kind"/>.</summary>
    public string Section { get; set; } = "";

    /// <summary>First kernel that takes programs of this section, such as <c>5.18</c>; empty: any.</summary>
    public string Since { get; set; } = "";

    /// <summary>Verdict after a fault.</summary>
    public int OnFault { get; set; }

    /// <summary>Made for one interface (<c>BPF_F_XDP_DEV_BOUND_ONLY</c>).</summary>
    public bool IsDeviceBound { get; set; }
}

/// <summary>A map field of the program class.</summary>
public sealed class IrMap
{
    /// <summary>C# field name.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>enum bpf_map_type</c>.</summary>
    public int MapType { get; set; }

    /// <summary>Key type; void where the map has none.</summary>
    public IrType Key { get; set; } = IrType.Void;

    /// <summary>Value type; void where the map has none.</summary>
    public IrType Value { get; set; } = IrType.Void;

    public uint MaxEntries { get; set; }

    public uint Flags { get; set; }

    /// <summary><c>map_extra</c>: what only one type has.</summary>
    public uint Extra { get; set; }

    /// <summary>0: none; 1: by name.</summary>
    public int Pinning { get; set; }

    /// <summary>First kernel that has such maps, such as <c>5.16</c>; empty: every one.</summary>
    public string Since { get; set; } = "";

    /// <summary>Initial entries: a map of maps has maps there, a program array programs.</summary>
    public List<KeyValuePair<int, string>> Slots { get; } = new();

    /// <summary>Of a map of maps: what its entries are like.</summary>
    public IrMap? Inner { get; set; }

    /// <summary>Span of the field's name.</summary>
    public int Span { get; set; } = -1;
}

/// <summary>A static field (.data, .bss) or load-time constant (.rodata).</summary>
public sealed class IrGlobal
{
    /// <summary>C# field name.</summary>
    public string Name { get; set; } = "";

    public IrType Type { get; set; } = IrType.I32;

    /// <summary>Load-time constant: goes to .rodata, reads are of a value that may be set before load.</summary>
    public bool IsConstant { get; set; }

    /// <summary>Initial bytes as the CLR lays them out, or null for zeros (.bss).</summary>
    public byte[]? Initial { get; set; }

    public int Span { get; set; } = -1;
}

/// <summary>What a helper call's argument is, for code generation and checks.</summary>
public enum IrHelperArgument
{
    /// <summary>Integer or anything not said below.</summary>
    Scalar,
    Context,
    Map,

    /// <summary>Memory that the helper reads; size from the pointee type or from the next argument.</summary>
    ReadMemory,

    /// <summary>Memory that the helper writes.</summary>
    WriteMemory,

    /// <summary>Memory that the helper reads where packet memory is accepted in place.</summary>
    ReadMemoryOrPacket,

    /// <summary>Bytes of the memory argument before this one.</summary>
    Size,

    /// <summary>A key of the map argument.</summary>
    MapKey,

    /// <summary>A value of the map argument.</summary>
    MapValue,

    /// <summary>Memory that the helper reads and then writes: it must be there before.</summary>
    ReadWriteMemory,

    /// <summary>A value of the map argument that the helper writes.</summary>
    MapValueOut,

    /// <summary>What an acquiring helper has given, or a lock in a map value.</summary>
    Reference,

    /// <summary>A function that the helper calls.</summary>
    Callback,

    /// <summary>What the function before captures.</summary>
    Environment,

    /// <summary>Flags of an update of the map argument: a number.</summary>
    UpdateFlags,

    /// <summary>A timer in a value of the map argument, or of any map where there is none.</summary>
    Timer,

    /// <summary>A function that the kernel calls with an entry of the map argument when the program has long ended: it captures nothing.</summary>
    LaterCallback,

    /// <summary>A function that the helper calls with a record that only helpers read.</summary>
    RecordCallback,

    /// <summary>A record that a callback was given, or a dynptr: its bytes are for helpers only.</summary>
    Record,

    /// <summary>A dynptr in a local, which the helper uses.</summary>
    Dynptr,

    /// <summary>A local of 16 bytes in which the helper makes a dynptr.</summary>
    DynptrOut,
}

/// <summary>What a helper does to what the program holds.</summary>
[Flags]
public enum IrHelperEffects
{
    None = 0,

    /// <summary>All packet pointers and data/data_end of the context are stale afterwards (<c>bpf_helper_changes_pkt_data</c>).</summary>
    ChangesPacket = 1,

    /// <summary>The result is a pointer to a map value, or null.</summary>
    ReturnsMapValue = 2,

    /// <summary>No observable effect and no memory read: an unused call may be removed.</summary>
    Pure = 4,

    /// <summary>Returns only on failure (tail call).</summary>
    MayNotReturn = 8,

    /// <summary>The result is a 32-bit int (kernel <c>RET_INTEGER</c> of a helper declared <c>int</c>/<c>long</c> both come as 64 bits; the front end truncates).</summary>
    ReturnsVoid = 16,

    /// <summary>The result is a pointer to as many bytes as the size argument says, or null.</summary>
    ReturnsMemory = 32,

    /// <summary>The result, where it is not null, must be released before the program ends.</summary>
    Acquires = 64,

    /// <summary>Releases what its reference argument is.</summary>
    Releases = 128,

    /// <summary>Takes the lock that its reference argument is; until it is released nothing may be called.</summary>
    Locks = 256,

    /// <summary>The result is a map after the template of the map argument (<see cref="IrMap.Inner"/>), or null.</summary>
    ReturnsMap = 4096,

    /// <summary>Changes entries of the map argument.</summary>
    WritesMap = 8192,

    /// <summary>The result belongs to what the reference argument is: it is stale where that is released.</summary>
    Derives = 16384,
}

/// <summary>A helper as declared by <c>[BpfHelper]</c> in the runtime, or a kernel function as declared by <c>[BpfKfunc]</c>; data for the compiler, which knows no single one.</summary>
public sealed class IrHelper
{
    /// <summary>Unique name, such as <c>bpf_map_lookup_elem</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>BPF_FUNC_*</c> number; 0 of a kernel function.</summary>
    public int Id { get; set; }

    /// <summary>Of a kernel function (kfunc): its declaration in C, such as <c>int (struct bpf_iter_num *it, int start, int end)</c>; empty of a helper.</summary>
    public string Prototype { get; set; } = "";

    /// <summary>Called by its BTF id, which the loader finds in the running kernel.</summary>
    public bool IsKernelFunction => Prototype.Length != 0;

    public List<IrHelperArgument> Arguments { get; } = new();

    /// <summary>Bytes of memory arguments whose size is not passed to the helper, by index (the kernel's <c>ARG_PTR_TO_FIXED_SIZE_MEM</c>).</summary>
    public Dictionary<int, int> FixedSizes { get; } = new();

    /// <summary>Memory arguments whose size may be 0, by index (<c>ARG_CONST_SIZE_OR_ZERO</c>).</summary>
    public HashSet<int> MayBeEmpty { get; } = new();

    /// <summary>Numbers that the verifier lets be anything (<c>ARG_ANYTHING</c>), by index: how many of their low bits the helper looks at, as its declaration in the kernel says (<c>BPF_CALL</c>).</summary>
    public Dictionary<int, int> NumberBits { get; } = new();

    /// <summary>Operands of a call of which the verifier may want to know something.</summary>
    public List<IrValue> BoundedOperands(IrInstruction call) => call.Operands.Where((_, i) => !NumberBits.ContainsKey(i)).ToList();

    public IrHelperEffects Effects { get; set; }

    /// <summary>The result is a pointer to a structure of the kernel's with that many bytes, or null; 0: it is none.</summary>
    public int ResultBytes { get; set; }

    /// <summary>First kernel that has it, such as <c>4.18</c>.</summary>
    public string Since { get; set; } = "";

    public bool GplOnly { get; set; }

    /// <summary>Only for programs that are made for one device.</summary>
    public bool DeviceBound { get; set; }

    /// <summary>Program kinds that may call it; empty: all.</summary>
    public List<string> Programs { get; } = new();
}

/// <summary>Why a program ended early; the number is part of the object format (fault sites).</summary>
public enum FaultKind
{
    IndexOutOfRange = 1,
    PacketOutOfRange = 2,
    MissingMapEntry = 3,
    DivideByZero = 4,
    Overflow = 5,
    Thrown = 6,
    NullReference = 7,

    /// <summary>A loop whose rounds the kernel counts has gone on for 8,388,607 of them.</summary>
    LoopLimit = 8,
}
