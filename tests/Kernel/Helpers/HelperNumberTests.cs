using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Objects.Btf;
using Xunit;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>Numbers of which a helper looks at the low bits only are declared as wide as the kernel declares them (<c>BPF_CALL</c> leaves a type of each helper in its BTF).</summary>
public sealed class HelperNumberTests
{
    private const string Types = "/sys/kernel/btf/vmlinux";
    private const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // The kernel has a function of its own where a helper takes another context.
    private static readonly string[] s_prefixes = ["btf_bpf_", "btf_bpf_skb_", "btf_bpf_xdp_"];

    [Fact]
    public void Numbers_are_as_wide_as_in_the_kernel()
    {
        KernelTest.Require();
        BtfTypes types = BtfReader.Read(File.ReadAllBytes(Types));
        Dictionary<string, BtfFunctionPrototype> prototypes = types.All.OfType<BtfTypedef>().Where(static t => t.Name.StartsWith("btf_bpf_", StringComparison.Ordinal))
            .ToDictionary(static t => t.Name, t => (BtfFunctionPrototype)types[((BtfPointer)types[t.TypeId]).TypeId]);
        var wrong = new List<string>();
        int known = 0;
        foreach ((string helper, int argument, int bits) in Declared())
        {
            foreach (string prefix in s_prefixes)
            {
                if (!prototypes.TryGetValue(prefix + helper, out BtfFunctionPrototype? prototype))
                    continue;
                known++;
                if (Bytes(types, prototype.Parameters[argument].TypeId) * 8 != bits)
                    wrong.Add($"{prefix}{helper}: argument {argument} has not {bits} bits");
            }
        }

        Assert.Empty(wrong);
        Assert.True(known > 40);
    }

    private static IEnumerable<(string Helper, int Argument, int Bits)> Declared()
    {
        foreach (MethodInfo method in typeof(BpfHelperAttribute).Assembly.GetTypes().SelectMany(static t => t.GetMethods(Everything)))
        {
            if (method.GetCustomAttribute<BpfHelperAttribute>() is not { } helper)
                continue;
            int argument = method.IsStatic ? 0 : 1;
            foreach (ParameterInfo parameter in method.GetParameters())
            {
                if (parameter.GetCustomAttribute<BpfArgumentAttribute>() is { Bits: > 0 and var bits })
                    yield return (helper.Name.Split(' ')[0]["bpf_".Length..], argument, bits);
                // A span is its address and its size.
                argument += parameter.ParameterType.IsByRefLike ? 2 : 1;
            }
        }
    }

    private static int Bytes(BtfTypes types, int id) => types[id] switch
    {
        BtfInt number => number.Size,
        BtfTypedef named => Bytes(types, named.TypeId),
        var other => throw new InvalidOperationException($"{other.Name} is no number"),
    };
}
