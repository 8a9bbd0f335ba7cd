using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Compiler.Output;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen.Kernel;

/// <summary>A compiled program in the kernel, with its maps.</summary>
internal sealed class LoadedProgram : IDisposable
{
    private const int XdpType = 6;
    private const int TcType = 3;
    private const int Array = 2;
    private const int PerCpuArray = 6;

    private readonly Dictionary<string, int> _maps = new(StringComparer.Ordinal);
    private readonly int _program;

    private LoadedProgram(IrModule module, CompiledProgram program)
    {
        var layouts = new LayoutCalculator(module);
        foreach (IrMap map in module.Maps)
            _maps.Add(map.Name, BpfCalls.CreateMap(map.MapType, SizeOf(layouts, map.Key), SizeOf(layouts, map.Value), map.MaxEntries, map.Flags));
        _maps.Add(CompiledProgram.FaultMapName, BpfCalls.CreateMap(PerCpuArray, 4, 8, 1024, 0));
        foreach (IGrouping<string, DataPlacement> section in new DataLayout(module).Placements.GroupBy(static p => p.Section))
            CreateSection(section);
        Assert.All(_maps, static map => Assert.True(map.Value >= 0, $"map {map.Key}: error {map.Value}"));

        List<BpfInstruction> code = Relocate(program);
        _program = BpfCalls.LoadProgram(module.Programs[0].Kind == "tc" ? TcType : XdpType, BpfInstructionCodec.Encode(code), out string log);
        Log = log;
        if (_program >= 0)
            return;
        int error = -_program;
        Dispose();
        Assert.Fail($"the kernel refused the program (error {error}):\n{Tail(log)}\n{Code.Text(program)}");
    }

    /// <summary>The verifier's log; its last lines tell how much work it had.</summary>
    public string Log { get; }

    public static LoadedProgram Load(IrModule module, CompiledProgram program)
    {
        SkipWhereImpossible();
        return new LoadedProgram(module, program);
    }

    public static void SkipWhereImpossible()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "BPF programs load on Linux only");
        int map = BpfCalls.CreateMap(Array, 4, 8, 1, 0);
        Assert.SkipUnless(map >= 0, $"bpf(2) is not permitted here (error {-map}): run as root");
        BpfCalls.Close(map);
    }

    /// <summary>The verdict; the packet becomes what the program makes of it.</summary>
    public uint Run(ref byte[] packet)
    {
        var output = new byte[packet.Length + 256];
        int error = BpfCalls.TestRun(_program, packet, output, out uint verdict, out int length);
        Assert.True(error >= 0, $"test run: error {-error}");
        packet = output.AsSpan(0, length).ToArray();
        return verdict;
    }

    public byte[] Lookup(string map, byte[] key, int size)
    {
        var value = new byte[size];
        Assert.Equal(0, BpfCalls.Lookup(_maps[map], key, value));
        return value;
    }

    public void Update(string map, byte[] key, byte[] value) => Assert.Equal(0, BpfCalls.Update(_maps[map], key, value));

    /// <summary>How often a fault site was counted, on all CPUs.</summary>
    public ulong Faults(int site)
    {
        int cpus = Environment.ProcessorCount;
        byte[] counts = Lookup(CompiledProgram.FaultMapName, BitConverter.GetBytes(site), 8 * Math.Max(cpus, 128));
        ulong sum = 0;
        for (int i = 0; i < counts.Length; i += 8)
            sum += BitConverter.ToUInt64(counts, i);
        return sum;
    }

    public void Dispose()
    {
        foreach (int map in _maps.Values.Where(static m => m >= 0))
            BpfCalls.Close(map);
        if (_program >= 0)
            BpfCalls.Close(_program);
    }

    private static int SizeOf(LayoutCalculator layouts, IrType type) => type.Kind == IrTypeKind.Void ? 0 : layouts.SizeOf(type);

    private static string Tail(string log) => log.Length <= 6000 ? log : "..." + log[^6000..];

    private void CreateSection(IEnumerable<DataPlacement> placements)
    {
        string name = placements.First().Section;
        var content = new byte[placements.Max(static p => p.Offset + p.Size)];
        foreach (DataPlacement placement in placements)
            placement.Global.Initial?.CopyTo(content, placement.Offset);
        int map = BpfCalls.CreateMap(Array, 4, content.Length, 1, 0);
        _maps.Add(name, map);
        if (map >= 0)
            Assert.Equal(0, BpfCalls.Update(map, new byte[4], content));
    }

    private List<BpfInstruction> Relocate(CompiledProgram program)
    {
        var code = new List<BpfInstruction>(program.Instructions);
        foreach (BpfRelocation relocation in program.Relocations)
        {
            code[relocation.Slot] = code[relocation.Slot] with { Immediate = _maps[relocation.Symbol] };
            if (relocation.Kind == BpfRelocationKind.Data)
                code[relocation.Slot + 1] = code[relocation.Slot + 1] with { Immediate = relocation.Offset };
        }

        return code;
    }
}
