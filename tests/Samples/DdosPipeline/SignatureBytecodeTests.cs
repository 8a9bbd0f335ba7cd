using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using DdosPipeline;
using DdosPipeline.Classic;
using DdosPipeline.Compilation;
using DdosPipeline.Language;
using Xunit;

namespace BpfSharp.Samples.Tests.DdosPipeline;

/// <summary>A signature as bytecode says the same as the signature: what is measured beside iptables is the same work.</summary>
public sealed class SignatureBytecodeTests
{
    private static readonly byte[][] s_packets = [.. SignatureCase.All.SelectMany(static c => c.Matching.Concat(c.Others)).Where(static p => p[12] == 8).DistinctBy(Convert.ToHexString)];

    [Fact]
    public void Bytecode_of_signatures_matches_what_they_match()
    {
        KernelTest.Require();
        using PipelineObject kernel = PipelineLoader.Load();
        using var store = new SignatureStore(kernel, kernel);
        int said = 0;
        foreach (SignatureCase item in SignatureCase.All)
        {
            string text = $"drop it {item.Conditions}";
            if (SignatureBytecode.Of(SignatureText.Parse(text).File.Signatures[0]) is not { } bytecode)
                continue;
            said++;
            Assert.Empty(store.Load(text));
            XdpAction[] expected = [.. s_packets.Select(p => kernel.Filter.Run(p).Verdict)];
            Assert.Null(ClassicText.Parse(bytecode.ToString()).Problem);
            Assert.Empty(store.Load($"drop it bytecode {bytecode}"));
            for (int i = 0; i < s_packets.Length; i++)
            {
                string what = $"'{item.Conditions}' as {bytecode} over {Convert.ToHexString(s_packets[i])}";
                Assert.True(expected[i] == kernel.Filter.Run(s_packets[i]).Verdict, what);
                Assert.True((expected[i] == XdpAction.Drop) == (ClassicInterpreter.Run(bytecode, Inside(s_packets[i])) != 0), what);
            }
        }

        Assert.True(said >= 20, $"only {said} signatures could be said as bytecode");
    }

    [Theory]
    [InlineData("ipv6 udp")]
    [InlineData("options none")]
    [InlineData("mss 536")]
    [InlineData("rate 10/s")]
    [InlineData("method land-attack")]
    public void What_bytecode_can_not_say_is_not_said(string conditions) =>
        Assert.Null(SignatureBytecode.Of(SignatureText.Parse($"drop it {conditions}").File.Signatures[0]));

    // Bytecode comes after all other signatures, in its own order.
    [Fact]
    public void Of_bytecode_the_first_one_that_matches_decides()
    {
        KernelTest.Require();
        using PipelineObject kernel = PipelineLoader.Load();
        using var store = new SignatureStore(kernel, kernel);
        Assert.Empty(store.Load("drop none bytecode 1,6 0 0 0\npass dns bytecode 4,48 0 0 9,21 0 1 17,6 0 0 1,6 0 0 0\ndrop all bytecode 1,6 0 0 1\ndrop unreached bytecode 1,6 0 0 1\ndrop tcp tcp"));
        Assert.Equal(XdpAction.Pass, kernel.Filter.Run(SignatureCase.Udp()).Verdict);
        Assert.Equal(XdpAction.Drop, kernel.Filter.Run(SignatureCase.Syn(1, [])).Verdict);
        Assert.Equal(XdpAction.Drop, kernel.Filter.Run(BpfSharp.Testing.Packets.Ping("192.0.2.1", "192.0.2.2")).Verdict);
        Assert.Equal([1ul, 1ul, 0ul, 1ul], new List<string> { "dns", "all", "unreached", "tcp" }.Select(n => kernel.Counters[store.Counters[n]].Aggregate(0ul, static (sum, c) => sum + c.Packets)));
    }

    private static ReadOnlySpan<byte> Inside(byte[] frame) => frame.AsSpan(14, (frame[16] << 8) | frame[17]);
}
