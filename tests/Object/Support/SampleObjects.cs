using System.Collections.Generic;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Object.Tests.Support;

/// <summary>Objects that use all parts of the model and that the kernel accepts.</summary>
internal static class SampleObjects
{
    /// <summary>Two XDP programs and one for tc, maps of several kinds, all data sections, fault sites.</summary>
    public static BpfObject Full()
    {
        var model = new BpfObject { License = "GPL" };
        var ids = new TypeIds(model.Types);
        AddMaps(model, ids);
        AddData(model, ids);
        model.Programs.Add(Filter(ids));
        model.Programs.Add(Constant("second", "xdp", ids.XdpFunction("second"), 2));
        model.Programs.Add(Constant("classify", "tc", ids.TcFunction("classify"), 0));
        model.Info = new BpfSharpInfo { TargetKernel = "6.1", FaultMap = "bpfsharp_faults", DeviceBound = { "filter" } };
        model.Info.FaultSites.Add(new(0, "filter", "DivideByZero", "/src/Edge Firewall.cs", 12, 5));
        model.Info.FaultSites.Add(new(1, "filter", "IndexOutOfRange", "C:\\src\\odd\tname\n.cs", 40, 9));
        return model;
    }

    /// <summary>One program of two instructions, and nothing else.</summary>
    public static BpfObject Minimal()
    {
        var model = new BpfObject { License = "Dual MIT/GPL" };
        model.Programs.Add(new BpfProgramImage { Name = "pass", Section = "xdp", Instructions = { Mov64Imm(0, 2), Exit() } });
        return model;
    }

    /// <summary>A program array that has a program from the load on. Not for <c>ip</c> and <c>tc</c>: they load one program of an object only.</summary>
    public static BpfObject WithInitialPrograms()
    {
        BpfObject model = Full();
        model.Maps.Add(new BpfMapDefinition { Name = "Stages", MapType = 3, KeySize = 4, ValueSize = 4, MaxEntries = 4, Slots = { new(0, "filter"), new(2, "second") } });
        return model;
    }

    /// <summary>A program with two subprograms, one called from the other, and a callback; it returns 7.</summary>
    public static BpfObject WithSubprograms()
    {
        var model = new BpfObject();
        var ids = new TypeIds(model.Types);
        model.Maps.Add(new BpfMapDefinition { Name = "hits", MapType = 2, KeySize = 4, ValueSize = 8, MaxEntries = 1 });
        var program = new BpfProgramImage { Name = "calls", Section = "xdp" };
        program.Instructions.AddRange(
        [
            Mov64Imm(1, 1),                                   //  0 main
            CallSubprogram(9),                                //  1 -> 11 twice
            Mov64(6, 0),
            LoadLow(2, 13, BpfOpcodes.PseudoFunc),            //  3 -> 17 step
            LoadHigh(0),
            Mov64Imm(1, 4),                                   //  5
            Mov64Imm(3, 0),
            Mov64Imm(4, 0),
            Call(181),                                        //  8 bpf_loop
            Mov64(0, 6),
            Exit(),
            Mov64(6, 1),                                      // 11 twice
            Mov64(1, 6),
            CallSubprogram(1),                                // 13 -> 15 lookup
            Exit(),
            Mov64Imm(0, 7),                                   // 15 lookup
            Exit(),
            .. LoadMap(1),                                    // 17 step
            StoreImm(BpfSize.Word, 10, -4, 0),                // 19
            Mov64(2, 10),
            Alu64Imm(BpfAluOp.Add, 2, -4),
            Call(1),
            Mov64Imm(0, 0),
            Exit(),
        ]);
        program.Relocations.Add(new(17, BpfRelocationKind.Map, "hits", 0));
        program.Functions.Add(new(0, "calls", ids.XdpFunction("calls")));
        program.Functions.Add(new(11, "twice", ids.StaticFunction("twice", ids.Int)));
        program.Functions.Add(new(15, "lookup", ids.StaticFunction("lookup", ids.Int)));
        program.Functions.Add(new(17, "step", ids.StaticFunction("step", ids.Int)));
        foreach (int slot in new[] { 0, 5, 11, 15, 17, 19 })
            program.Lines.Add(new(slot, "/src/Calls.cs", $"line of {slot}", slot + 1, 3));
        model.Programs.Add(program);
        return model;
    }

    /// <summary>A program with a subprogram; both call kernel functions (Linux 6.4). It returns the sum of 3 and 4.</summary>
    public static BpfObject WithKernelFunctions()
    {
        var model = new BpfObject();
        var ids = new TypeIds(model.Types);
        int iterator = model.Types.Add(new BtfPointer(model.Types.Add(new BtfStruct(0, false, []) { Name = "bpf_iter_num" })));
        int Declare(int result, params BtfParameter[] parameters) => model.Types.Add(new BtfFunctionPrototype(result, parameters));
        model.KernelFunctions.Add(new("bpf_iter_num_new", Declare(ids.Int, new("it", iterator), new("start", ids.Int), new("end", ids.Int))));
        model.KernelFunctions.Add(new("bpf_iter_num_next", Declare(model.Types.Add(new BtfPointer(ids.Int)), new BtfParameter("it", iterator))));
        model.KernelFunctions.Add(new("bpf_iter_num_destroy", Declare(0, new BtfParameter("it", iterator))));
        var program = new BpfProgramImage { Name = "sum", Section = "xdp" };
        program.Instructions.AddRange(
        [
            Mov64(1, 10),
            Alu64Imm(BpfAluOp.Add, 1, -8),
            Mov64Imm(2, 3),
            Mov64Imm(3, 5),
            CallKernelFunction(0),                            //  4 new
            Mov64Imm(6, 0),
            Mov64(1, 10),                                     //  6
            Alu64Imm(BpfAluOp.Add, 1, -8),
            CallKernelFunction(0),                            //  8 next
            JumpIfImm(BpfCondition.Equal, 0, 0, 3),
            Load(BpfSize.Word, 0, 0, 0),
            Alu64(BpfAluOp.Add, 6, 0),
            Jump(-7),
            Mov64(1, 10),                                     // 13
            Alu64Imm(BpfAluOp.Add, 1, -8),
            CallKernelFunction(0),                            // 15 destroy
            CallSubprogram(2),                                // 16 -> 19
            Mov64(0, 6),
            Exit(),
            Mov64(1, 10),                                     // 19 empty
            Alu64Imm(BpfAluOp.Add, 1, -8),
            Mov64Imm(2, 0),
            Mov64Imm(3, 0),
            CallKernelFunction(0),                            // 23 new
            Mov64(1, 10),
            Alu64Imm(BpfAluOp.Add, 1, -8),
            CallKernelFunction(0),                            // 26 destroy
            Mov64Imm(0, 0),
            Exit(),
        ]);
        foreach ((int slot, string function) in new[] { (4, "new"), (8, "next"), (15, "destroy"), (23, "new"), (26, "destroy") })
            program.Relocations.Add(new(slot, BpfRelocationKind.KernelFunction, "bpf_iter_num_" + function, 0));
        program.Functions.Add(new(0, "sum", ids.XdpFunction("sum")));
        program.Functions.Add(new(19, "empty", ids.StaticFunction("empty", ids.Int)));
        program.Lines.Add(new(0, "/src/Sum.cs", "sum", 1, 1));
        program.Lines.Add(new(19, "/src/Sum.cs", "empty", 2, 1));
        model.Programs.Add(program);
        return model;
    }

    private static void AddMaps(BpfObject model, TypeIds ids)
    {
        var key = ids.Types.Add(new BtfStruct(8, false, [new("address", ids.UInt, 0), new("length", ids.UShort, 32)]) { Name = "Ipv4Prefix" });
        model.Maps.Add(new BpfMapDefinition { Name = "Denied", MapType = 1, KeySize = 8, ValueSize = 4, KeyTypeId = key, ValueTypeId = ids.UInt, MaxEntries = 10_000, Flags = 1 });
        model.Maps.Add(new BpfMapDefinition { Name = "Events", MapType = 27, MaxEntries = 1 << 20 });
        model.Maps.Add(new BpfMapDefinition { Name = "Drops", MapType = 6, KeySize = 4, ValueSize = 16, MaxEntries = 256 });
        model.Maps.Add(new BpfMapDefinition { Name = "Seen", MapType = 30, ValueSize = 8, ValueTypeId = ids.ULong, MaxEntries = 64, Extra = 7 });
        var template = new BpfMapDefinition { Name = "Tenants.inner", MapType = 1, KeySize = 4, ValueSize = 8, KeyTypeId = ids.UInt, ValueTypeId = ids.ULong, MaxEntries = 16 };
        model.Maps.Add(new BpfMapDefinition { Name = "Tenant", MapType = 1, KeySize = 4, ValueSize = 8, KeyTypeId = ids.UInt, ValueTypeId = ids.ULong, MaxEntries = 16 });
        model.Maps.Add(new BpfMapDefinition { Name = "Tenants", MapType = 12, KeySize = 4, ValueSize = 4, MaxEntries = 8, Inner = template, Slots = { new(1, "Tenant"), new(7, "Tenant") } });
        model.Maps.Add(new BpfMapDefinition { Name = "bpfsharp_faults", MapType = 6, KeySize = 4, ValueSize = 8, KeyTypeId = ids.UInt, ValueTypeId = ids.ULong, MaxEntries = 2 });
    }

    private static void AddData(BpfObject model, TypeIds ids)
    {
        var rodata = new BpfDataSection { Name = ".rodata", Content = [64, 0, 0, 0, 0, 0, 0, 0, 7] };
        rodata.Variables.Add(new("SampleEvery", 0, 4, ids.UInt));
        rodata.Variables.Add(new("Untyped", 8, 1, 0));
        var data = new BpfDataSection { Name = ".data", Content = [1, 2, 3, 4] };
        data.Variables.Add(new("s_start", 0, 4, ids.UInt));
        var bss = new BpfDataSection { Name = ".bss", Content = new byte[24] };
        bss.Variables.Add(new("s_seen", 0, 8, ids.ULong));
        bss.Variables.Add(new("s_other", 16, 8, ids.ULong));
        model.DataSections.AddRange([rodata, data, bss]);
    }

    private static BpfProgramImage Filter(TypeIds ids)
    {
        var program = new BpfProgramImage { Name = "filter", Section = "xdp" };
        program.Instructions.AddRange(
        [
            .. LoadMapValue(1),                               //  0 s_other
            Mov64Imm(2, 1),                                   //  2
            Atomic(BpfSize.Double, BpfAtomicOp.Add, 1, 2, 0), //  3
            .. LoadMapValue(1),                               //  4 SampleEvery
            Load(BpfSize.Word, 6, 1, 0),                      //  6
            StoreImm(BpfSize.Double, 10, -8, 0),              //  7
            .. LoadMap(1),                                    //  8 Denied
            Mov64(2, 10),                                     // 10
            Alu64Imm(BpfAluOp.Add, 2, -8),
            Call(1),                                          // 12
            JumpIfImm(BpfCondition.NotEqual, 0, 0, 2),        // 13
            Mov64Imm(0, 2),
            Exit(),
            Mov64Imm(0, 1),                                   // 16
            Exit(),
        ]);
        program.Relocations.Add(new(0, BpfRelocationKind.Data, ".bss", 16));
        program.Relocations.Add(new(4, BpfRelocationKind.Data, ".rodata", 0));
        program.Relocations.Add(new(8, BpfRelocationKind.Map, "Denied", 0));
        program.Functions.Add(new(0, "filter", ids.XdpFunction("filter")));
        program.Lines.Add(new(0, "/src/EdgeFirewall.cs", "        s_other++;", 12, 9));
        program.Lines.Add(new(4, "/src/EdgeFirewall.cs", "        if (Denied.TryGetValue(größe, out _))", 14, 13));
        program.Lines.Add(new(16, "/src/EdgeFirewall.cs", "            return XdpAction.Drop;", 15, 13));
        return program;
    }

    private static BpfProgramImage Constant(string name, string section, int functionType, int verdict) => new()
    {
        Name = name,
        Section = section,
        Instructions = { Mov64Imm(0, verdict), Exit() },
        Functions = { new(0, name, functionType) },
        Lines = { new(0, "/src/EdgeFirewall.cs", $"    return {verdict};", 30, 5) },
    };

    private sealed class TypeIds
    {
        public TypeIds(BtfTypes types)
        {
            Types = types;
            Int = types.Add(new BtfInt(4, 1) { Name = "int" });
            UInt = types.Add(new BtfInt(4, 0) { Name = "uint" });
            UShort = types.Add(new BtfInt(2, 0) { Name = "ushort" });
            ULong = types.Add(new BtfInt(8, 0) { Name = "ulong" });
        }

        public BtfTypes Types { get; }

        public int Int { get; }

        public int UInt { get; }

        public int UShort { get; }

        public int ULong { get; }

        public int XdpFunction(string name) => Function(name, 1, Context("xdp_md", "data", "data_end"));

        public int TcFunction(string name) => Function(name, 1, Context("__sk_buff", "len", "pkt_type"));

        public int StaticFunction(string name, int parameter) => Function(name, 0, parameter);

        private int Context(string name, params string[] fields)
        {
            var members = new List<BtfMember>();
            foreach (string field in fields)
                members.Add(new(field, UInt, members.Count * 32));
            return Types.Add(new BtfPointer(Types.Add(new BtfStruct(members.Count * 4, false, members) { Name = name })));
        }

        private int Function(string name, int linkage, int parameter)
        {
            int prototype = Types.Add(new BtfFunctionPrototype(Int, [new("value", parameter)]));
            return Types.Add(new BtfFunction(prototype, linkage) { Name = name });
        }
    }
}
