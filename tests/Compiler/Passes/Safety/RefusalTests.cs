using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Safety;

/// <summary>What the verifier would refuse, and how it is said.</summary>
public sealed class RefusalTests
{
    private const string Declarations = """
        module "P" license "MIT" spans 9
        helper "lookup" 1 (Map, MapKey) effects 2 since "3.19"
        helper "adjust" 44 (Context, Scalar) effects 1 since "4.10" in xdp
        helper "new" 200 () effects 0 since "6.2"
        helper "gpl" 201 () effects 0 since "4.1" gpl
        helper "tconly" 202 () effects 0 since "4.1" in tc
        map "M" type 1 key u32 value u64 max 1 flags 0 pin 0
        map "N" type 1 key u32 value u64 max 1 flags 0 pin 0
        global "g": u64
        """;

    [Theory]
    [InlineData("%1: ptr = ctx.load u32 \"data\" %0\n%2: i64 = helper \"adjust\" %0, 4 @1\n%3: i32 = load u8 %1 @2\nret %3", "BPF3011@2")]
    [InlineData("%1: i32 = load u8 %0 @2\nret %1", "BPF3012@2")]
    [InlineData("%1: ptr = slot #8\nstore u64 %1, 0L\n%2: ptr = ptradd %1, 6L\n%3: ptr = map.addr \"M\"\n%4: ptr = helper \"lookup\" %3, %2 @3\nret 0", "BPF3013@3")]
    [InlineData("%1: ptr = ctx.load u32 \"data\" %0\n%2: i64 = atomic u64 \"add\" %1, 1L @3\nret 0", "BPF3015@3")]
    [InlineData("%1: ptr = global.addr \"g\"\nstore ptr %1, %0 @4\nret 0", "BPF3018@4")]
    [InlineData("%1: i64 = helper \"new\" @5\nret 0", "BPF3030@5")]
    [InlineData("%1: i64 = helper \"gpl\" @5\nret 0", "BPF3031@5")]
    [InlineData("%1: i64 = helper \"tconly\" @5\nret 0", "BPF3032@5")]
    [InlineData("br -> ^1\n^1:\n%1: i64 = helper \"adjust\" %0, 1 @6\nbr -> ^1", "BPF3020@6")]
    [InlineData("%9: i32 = ctx.load u32 \"len\" %0\nbr -> ^1(0)\n^1(%1: i32):\n%2: i32 = lt.u %1, %9 @6\nbrif %2 -> ^2, ^3 @6\n^2:\n%4: i64 = helper \"adjust\" %0, 1 @6\n%3: i32 = add %1, 1 @6\nbr -> ^1(%3)\n^3:\nret 0", "BPF3021@6")]
    [InlineData("br -> ^1(-1)\n^1(%1: i32):\n%5: i32 = add %1, 1 @6\n%2: i32 = lt.u %5, 900000 @6\nbrif %2 -> ^2, ^3 @6\n^2:\n%4: i64 = helper \"adjust\" %0, 1 @6\nbr -> ^1(%5)\n^3:\nret 0", "BPF3021@6")]
    [InlineData("br -> ^1(0)\n^1(%1: i32):\n%2: i32 = lt.u %1, 900000 @6\nbrif %2 -> ^2, ^3 @6\n^2:\n%4: i64 = helper \"adjust\" %0, 1 @6\n%3: i32 = add %1, 1 @6\nbr -> ^1(%3)\n^3:\nret 0", "BPF3021@6")]
    [InlineData("br -> ^1(0)\n^1(%1: i32):\n%2: i32 = lt.u %1, 9000 @6\nbrif %2 -> ^2, ^3 @6\n^2:\n%4: i64 = helper \"adjust\" %0, 1 @6\n%5: i32 = trunc %4\nbrif %5 -> ^4, ^5\n^4:\n%6: i64 = helper \"adjust\" %0, 2 @6\nbr -> ^5\n^5:\n%3: i32 = add %1, 1 @6\nbr -> ^1(%3)\n^3:\nret 0", "BPF3022@6")]
    [InlineData("br -> ^1(0)\n^1(%1: i32):\n%2: i32 = lt.u %1, 9000 @6\nbrif %2 -> ^2, ^3 @6\n^2:\n%4: i64 = helper \"adjust\" %0, 1 @6\n%3: i32 = add %1, 1 @6\nbr -> ^1(%3)\n^3:\nret 0", "")]
    [InlineData("%9: i32 = ctx.load u8 \"len\" %0\nbr -> ^1(0)\n^1(%1: i32):\n%2: i32 = lt.u %1, %9 @6\nbrif %2 -> ^2, ^3 @6\n^2:\n%4: i64 = helper \"adjust\" %0, 1 @6\n%3: i32 = add %1, 1 @6\nbr -> ^1(%3)\n^3:\nret 0", "")]
    [InlineData("%9: i32 = ctx.load u32 \"len\" %0\nbr -> ^1(%9)\n^1(%1: i32):\n%2: i32 = ne %1, 0 @6\nbrif %2 -> ^2, ^3 @6\n^2:\n%4: i64 = helper \"adjust\" %0, 1 @6\n%3: i32 = shr.u %1, 1 @6\nbr -> ^1(%3)\n^3:\nret 0", "")]
    public void Program(string body, string expected)
    {
        // No bpf_loop there, which takes loops that the verifier can't walk.
        CompilationContext context = IrText.Context(Declarations, kernel: "5.15");
        context.ProgramKind = "xdp";
        PassPipeline.Run(context, IrText.Function("^0(%0: ptr):\n" + body));
        Assert.Equal(expected, string.Join(" ", context.Diagnostics.Select(static d => $"{d.Id}@{d.Span}")));
    }

    [Fact]
    public void A_stale_reference_names_the_call_that_made_it_stale()
    {
        CompilationContext context = IrText.Context(Declarations);
        context.ProgramKind = "xdp";
        PassPipeline.Run(context, IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = ctx.load u32 "len" %0
              brif %2 -> ^1, ^2
            ^1:
              %3: i64 = helper "adjust" %0, 4 @1
              br -> ^2
            ^2:
              %4: i32 = load u8 %1 @2
              ret %4
            """));
        Assert.Equal([1], context.Diagnostics.Single().RelatedSpans);
    }

    [Fact]
    public void A_reference_taken_anew_is_good()
    {
        CompilationContext context = IrText.Context(Declarations);
        context.ProgramKind = "xdp";
        PassPipeline.Run(context, IrText.Function("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" %0
              %2: i32 = load u8 %1 @1
              %3: i64 = helper "adjust" %0, 4 @2
              %4: ptr = ctx.load u32 "data" %0
              %5: i32 = load u8 %4 @3
              %6: i32 = add %2, %5
              ret %6
            """));
        Assert.Empty(context.Diagnostics);
    }
}
