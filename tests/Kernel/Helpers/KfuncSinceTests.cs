using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader.Btf;
using Xunit;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>
/// The first kernels that kernel functions are declared with, held against what the running kernel's BTF has. This kernel alone is no judge of most: <c>tests/Matrix/tests.sh 6.1 6.12 -- KfuncSinceTests</c> asks others.
/// </summary>
public sealed class KfuncSinceTests
{
    private const string Folder = "/sys/kernel/btf";

    // Parts that a kernel may have been built without, or has in a module that is not loaded.
    private static readonly string[] s_parts = ["_ct_", "_metadata_"];

    // What the compiler calls by itself (IteratorFunctions).
    private static readonly (string Name, Version Since)[] s_ofCompiler = [("bpf_iter_num_new", new(6, 4)), ("bpf_iter_num_next", new(6, 4)), ("bpf_iter_num_destroy", new(6, 4))];

    [Fact]
    public void A_kernel_function_is_there_from_its_first_kernel_on_and_not_before()
    {
        KernelTest.Require();
        (string Name, Version Since)[] declared = [.. HelperDeclarations.Kfuncs.Select(static k => (k.Name, Version.Parse(k.Since))), .. s_ofCompiler];
        HashSet<string> there = Present([.. declared.Select(static d => d.Name)]);
        var running = new Version(Environment.OSVersion.Version.Major, Environment.OSVersion.Version.Minor);
        Assert.True(declared.Length > 15, "the declarations were not found");
        Assert.Empty(declared.Where(d => there.Contains(d.Name) && d.Since > running).Select(d => $"{d.Name} is in Linux {running} and declared from {d.Since} on"));
        Assert.Empty(declared.Where(d => !there.Contains(d.Name) && d.Since <= running && !IsOfMissingPart(d.Name, there)).Select(d => $"{d.Name} is not in Linux {running} and declared from {d.Since} on"));
    }

    private static bool IsOfMissingPart(string name, HashSet<string> there) =>
        Array.Find(s_parts, p => name.Contains(p, StringComparison.Ordinal)) is { } part && !there.Any(t => t.Contains(part, StringComparison.Ordinal));

    private static HashSet<string> Present(HashSet<string> names)
    {
        HashSet<string> found = [.. FunctionScan.Find(File.ReadAllBytes($"{Folder}/vmlinux"), names).Keys];
        // A module's BTF has names of its own only: one of a function is there whole, between zeros.
        foreach (byte[] module in Directory.GetFiles(Folder).Where(static f => !f.EndsWith("/vmlinux", StringComparison.Ordinal)).Select(File.ReadAllBytes))
            found.UnionWith(names.Where(n => module.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\0{n}\0")) >= 0));
        return found;
    }
}
