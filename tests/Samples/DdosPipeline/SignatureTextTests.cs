using System.Linq;
using DdosPipeline;
using DdosPipeline.Compilation;
using DdosPipeline.Language;
using Xunit;

namespace BpfSharp.Samples.Tests.DdosPipeline;

/// <summary>Mistakes are told by line, column and reason, and what holds stays.</summary>
public sealed class SignatureTextTests
{
    [Theory]
    [InlineData("deny a udp port 1", 1, "'deny' is none of 'drop', 'pass', 'watch' and 'sample'")]
    [InlineData("drop a", 1, "this is 'drop NAME CONDITIONS'")]
    [InlineData("drop held udp", 6, "line 1 has a signature 'held'")]
    [InlineData("drop a udp port 70000", 17, "'70000' is not a port: 0 to 65535")]
    [InlineData("drop a udp port 10-5", 17, "'10-5' ends before it begins")]
    [InlineData("drop a udp port 1-x", 19, "'x' is not a port: 0 to 65535")]
    [InlineData("drop a udp port", 12, "this is 'port N or N-M'")]
    [InlineData("drop a udp port 1 port 2", 19, "'port' stands here twice")]
    [InlineData("drop a from 10.0.0.0/33", 13, "'10.0.0.0/33' is no network: 10.0.0.0/8 or 2001:db8::/32")]
    [InlineData("drop a ipv6 from 10.0.0.0/8", 18, "the network is of the other family")]
    [InlineData("drop a tcp flags syn+nak", 22, "'nak' is no flag: fin, syn, rst, psh, ack, urg, none")]
    [InlineData("drop a tcp flags syn/ack", 18, "'syn' has a flag that 'ack' has not")]
    [InlineData("drop a udp flags syn", 6, "flags, window, mss and options are those of tcp")]
    [InlineData("drop a icmp port 1", 6, "ports are those of tcp and udp")]
    [InlineData("drop a options mss,sock", 20, "'sock' is no option: eol, nop, mss, ws, sok, sack, ts, ?")]
    [InlineData("drop a udp payload 0 123", 22, "'123' has 3 digits: a byte has two")]
    [InlineData("drop a udp payload 0 12zz", 24, "'z' is no hexadecimal digit")]
    [InlineData("drop a udp payload 0 1234/ff", 27, "the mask has 1 bytes, the pattern 2")]
    [InlineData("drop a udp payload 0 \"abc", 22, "the quote is not closed")]
    [InlineData("drop a udp payload 2000 00", 20, "'2000' is not an offset: 0 to 1400")]
    [InlineData("drop a udp rate 10", 17, "'10' is no rate: 1000/s")]
    [InlineData("drop a udp rate 10/s per port", 17, "this is 'rate N/s per source'")]
    [InlineData("drop a method magic", 15, "'magic' is no method: dns-any-query, land-attack, tcp-without-flags")]
    [InlineData("drop a nonsense", 8, "'nonsense' is no condition: ipv4, ipv6, tcp, udp")]
    [InlineData("sample 2 in 3", 1, "this is 'sample none' or 'sample 1 in N'")]
    [InlineData("drop a udp bytecode 1,6 0 0 0", 6, "bytecode stands alone: it says all conditions itself")]
    [InlineData("drop a bytecode 2,6 0 0 0", 17, "2 instructions are announced, 1 follow")]
    [InlineData("drop a bytecode 65,6 0 0 0", 17, "'65' is not a number of instructions: 1 to 64")]
    [InlineData("drop a bytecode 2,48 0 0 9, 6 0 0", 29, "'6 0 0' has 3 numbers: an instruction has code, jump if true, jump if false and operand")]
    [InlineData("drop a bytecode 2,48 0 0 9,6 0 300 0", 32, "'300' is not a jump: 0 to 255")]
    [InlineData("drop a bytecode 2,255 0 0 9,6 0 0 0", 19, "255 is no code of classic BPF")]
    [InlineData("drop a bytecode 2,21 1 0 9,6 0 0 0", 19, "a jump beyond the end")]
    [InlineData("drop a bytecode 2,52 0 0 0,6 0 0 0", 19, "a division by 0")]
    [InlineData("drop a bytecode 2,100 0 0 32,6 0 0 0", 19, "a shift by 32 bits or more")]
    [InlineData("drop a bytecode 1,48 0 0 9", 19, "the last instruction has to return")]
    [InlineData("drop a bytecode 2,96 0 0 1,6 0 0 0", 19, "word 1 of memory is read before it is written")]
    [InlineData("drop a bytecode 2,2 0 0 16,6 0 0 0", 19, "memory has 16 words")]
    [InlineData("drop a bytecode 2,32 0 0 4294963220,6 0 0 0", 19, "XDP does not have the mark (SKF_AD_MARK)")]
    [InlineData("drop a bytecode 2,32 0 0 4294963201,6 0 0 0", 19, "there is nothing at this negative offset")]
    public void A_mistake_is_named_and_what_holds_stays(string line, int column, string reason)
    {
        using var pipeline = new PipelineSimulation();
        using var store = new SignatureStore(pipeline);
        Assert.Empty(store.Load("drop held udp port 53"));
        SignatureProblem problem = Assert.Single(store.Load($"drop held udp port 54\n{line}"));
        Assert.Equal((2, column), (problem.Line, problem.Column));
        Assert.StartsWith(reason, problem.Reason);
        Assert.Equal(XdpAction.Drop, pipeline.Filter.Run(SignatureCase.Udp(port: 53)).Verdict);
    }

    [Fact]
    public void More_signatures_than_fit_are_refused()
    {
        string[] lines = [.. Enumerable.Range(0, 257).Select(static i => $"drop s{i} udp port {i}")];
        using var pipeline = new PipelineSimulation();
        using var store = new SignatureStore(pipeline);
        Assert.Empty(store.Load(string.Join('\n', lines[..256])));
        Assert.Equal("line 257, column 1: more than 256 signatures", Assert.Single(store.Load(string.Join('\n', lines))).ToString());
        Assert.Equal(XdpAction.Drop, pipeline.Filter.Run(SignatureCase.Udp(port: 255)).Verdict);
        Assert.Equal(XdpAction.Pass, pipeline.Filter.Run(SignatureCase.Udp(port: 256)).Verdict);
    }

    [Fact]
    public void A_counter_stays_with_its_name()
    {
        using var pipeline = new PipelineSimulation();
        using var store = new SignatureStore(pipeline);
        Assert.Empty(store.Load("drop a udp port 53\ndrop b udp port 54"));
        pipeline.Filter.Run(SignatureCase.Udp(port: 53));
        pipeline.Filter.Run(SignatureCase.Udp(port: 54));
        Assert.Empty(store.Load("drop c udp port 54\ndrop a udp port 53"));
        pipeline.Filter.Run(SignatureCase.Udp(port: 53));
        Assert.Equal((2ul, 0ul), (Count("a"), Count("c")));

        ulong Count(string name) => pipeline.Counters[store.Counters[name]].Aggregate(0ul, static (sum, c) => sum + c.Packets);
    }
}
