using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>The loader takes objects that another compiler made.</summary>
public sealed class ClangObjectTests
{
    [Fact]
    public void Object_of_clang_loads_runs_and_shows_its_maps()
    {
        KernelTest.Require("clang-19");
        var unloaded = new BpfUnloadedObject(Compile(), "ClangObject");
        Assert.Equal(["by_length", "events"], unloaded.Maps);
        Assert.Equal(["count", "classify"], unloaded.Programs);
        unloaded.SetConstant("increment", 5u);
        unloaded.SetMap("by_length", new MapOptions { MaxEntries = 64 });
        using var loaded = new LoadedTestObject(unloaded);
        Assert.True(loaded.TypesNote.Length == 0, loaded.TypesNote);

        LoadedXdpProgram count = loaded.XdpProgram("count");
        count.Run(new byte[60]);
        count.Run(new byte[60]);
        count.Run(new byte[99]);
        IHashMapView<uint, ulong> lengths = loaded.Views.Hash<uint, ulong>("by_length");
        Assert.Equal(64u, lengths.MaxEntries);
        Assert.Equal((10ul, 5ul), (lengths[60], lengths[99]));
        Assert.Equal(3ul, loaded.Views.Global<ulong>("seen").Value);
        Assert.Equal(115u, loaded.Views.Global<uint>("start").Value);

        var events = new List<Event>();
        loaded.Views.RingBuffer<Event>("events").ReadAvailable((in Event e) => events.Add(e));
        Assert.Equal([new Event(60, 105), new Event(60, 110), new Event(99, 115)], events);

        Assert.Equal(TcAction.Next, loaded.TcProgram("classify").Run(new byte[80]).Verdict);
        Assert.Equal(3ul + 80, loaded.Views.Global<ulong>("seen").Value);
    }

    private static byte[] Compile()
    {
        string source = Path.Combine(AppContext.BaseDirectory, "Loader", "ClangObject.c");
        string output = Path.Combine(Path.GetTempPath(), $"bpfsharp-clang-{Guid.NewGuid():N}.o");
        string include = $"/usr/include/{(RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64" : "x86_64")}-linux-gnu";
        try
        {
            Tool.Run("clang-19", $"-O2 -g -target bpf -mcpu=v3 -I{include} -c {source} -o {output}");
            return File.ReadAllBytes(output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private record struct Event(uint Length, uint Seen);
}
