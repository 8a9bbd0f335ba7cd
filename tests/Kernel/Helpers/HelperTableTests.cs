using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>docs/helpers.md is true: of the declarations, and of the running kernel.</summary>
public sealed class HelperTableTests
{
    [Fact]
    public void The_page_is_what_the_declarations_say()
    {
        string path = Path.Combine(Root(), "docs", "helpers.md");
        string page = HelperPage.Write();
        if (Environment.GetEnvironmentVariable("BPFSHARP_UPDATE") == "1")
            File.WriteAllText(path, page);
        Assert.Equal(page, File.ReadAllText(path));
    }

    [Theory]
    [InlineData("tc")]
    [InlineData("xdp")]
    public void Every_helper_of_the_kernel_is_declared_or_left_out_with_a_reason(string kind)
    {
        KernelTest.Require();
        Assert.SkipUnless(HelperProbe.HasHeader, "this test needs linux/bpf.h (package linux-libc-dev)");
        HashSet<string> offered = [.. HelperProbe.Offered(kind).Select(static id => HelperProbe.Names.GetValueOrDefault(id, $"number {id}"))];
        HashSet<string> declared = [.. HelperDeclarations.All.Where(h => h.IsFor(kind)).Select(static h => h.Name["bpf_".Length..])];
        HashSet<string> leftOut = [.. LeftOut.All.Where(l => l.Kinds.Split(',').Contains(kind)).SelectMany(static l => l.Names)];

        // Newer than the header: cgrp_storage_get and cgrp_storage_delete (Linux 6.2), which are left out.
        offered.ExceptWith(["number 210", "number 211"]);
        Assert.Empty(offered.Except(declared).Except(leftOut).Order());
        Assert.Empty(declared.Except(offered).Order());
    }

    [Fact]
    public void Numbers_names_and_licenses_are_the_kernels()
    {
        KernelTest.Require();
        Assert.SkipUnless(HelperProbe.HasHeader, "this test needs linux/bpf.h (package linux-libc-dev)");
        foreach (HelperDeclaration helper in HelperDeclarations.All)
        {
            Assert.Equal(helper.Name, $"bpf_{HelperProbe.Names[helper.Id]}");
            string kind = helper.IsFor("tc") ? "tc" : "xdp";
            Assert.True(helper.Gpl == HelperProbe.NeedsGpl(kind, helper.Id), $"{helper.Name} is declared {(helper.Gpl ? "GPL" : "for any license")}; the kernel says otherwise");
        }
    }

    [Theory]
    [InlineData("tc")]
    [InlineData("xdp")]
    public void Every_kernel_function_is_declared_or_left_out_with_a_reason(string kind)
    {
        KernelTest.Require();
        Assert.SkipUnless(KfuncProbe.All.Count != 0, "this kernel does not mark its functions (before Linux 6.9)");
        HashSet<string> offered = [.. KfuncProbe.Offered(kind)];
        HashSet<string> declared = [.. HelperDeclarations.Kfuncs.Where(k => k.IsFor(kind)).Select(static k => k.Name)];
        HashSet<string> leftOut = [.. LeftOutKfuncs.All.Where(l => l.Kinds.Split(',').Contains(kind)).SelectMany(static l => l.Names)];
        // The kernel's sets give functions of one context to programs of the other, which have nothing to call them with.
        Assert.Empty(offered.Except(HelperDeclarations.Kfuncs.Select(static k => k.Name)).Except(leftOut).Order());
        // What a kernel has depends on how it was built; what it has, programs of the kinds declared may call.
        Assert.Empty(declared.Where(KfuncProbe.All.ContainsKey).Except(offered).Order());
        Assert.Empty(declared.Intersect(leftOut).Order());
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Generator.sln")))
            folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the repository is not above the tests");
    }
}
