using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Loader;
using BpfSharp.Loader;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>Asks the verifier which kernel functions a kind of program may call, of those that the kernel's BTF marks as such.</summary>
internal static class KfuncProbe
{
    private const string Types = "/sys/kernel/btf/vmlinux";
    private const byte CallOpcode = 0x85;
    private const byte PseudoKfuncCall = 2; // BPF_PSEUDO_KFUNC_CALL
    private const string Tag = "bpf_kfunc"; // since Linux 6.9: DECL_TAG of every function in a BTF id set

    /// <summary>BTF ids by name; empty where the kernel doesn't mark them.</summary>
    public static IReadOnlyDictionary<string, int> All { get; } = Read();

    public static IEnumerable<string> Offered(string kind) => All.Where(f => !Answer(kind, f.Value).Contains("is not allowed", StringComparison.Ordinal)).Select(static f => f.Key);

    private static string Answer(string kind, int id)
    {
        var source = new BpfObject { License = "GPL" };
        Handmade.AddProgram(source, "probe", kind, [new BpfInstruction(CallOpcode, 0, PseudoKfuncCall, 0, id), Mov64Imm(0, 0), Exit()]);
        try
        {
            using var loaded = new LoadedTestObject(source);
            return "";
        }
        catch (VerifierException e)
        {
            return e.Log;
        }
    }

    private static Dictionary<string, int> Read()
    {
        var found = new Dictionary<string, int>(StringComparer.Ordinal);
        if (!File.Exists(Types))
            return found;
        BtfTypes types = BtfReader.Read(File.ReadAllBytes(Types));
        foreach (BtfDeclTag tag in types.All.OfType<BtfDeclTag>().Where(static t => t.Name == Tag))
            found[types[tag.TypeId].Name] = tag.TypeId;
        return found;
    }
}
