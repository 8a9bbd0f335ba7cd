using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Inline;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes;

public sealed class SmokeTests
{
    private const string Library = """
        type "Eth" sequential pack 1 { "Dst": u8 * 6; "Src": u8 * 6; "Type": u16; }
        func "TryHeader``1" generic 1 -> i32 param "ctx": ptr param "offset": i32 param "header": ptr {
        ^0(%0: ptr, %1: i32, %2: ptr):
          %3: i32 = le.u %1, 32767
          brif %3 -> ^1, ^2
        ^1:
          %4: ptr = ctx.load u32 "data" #0 %0
          %5: ptr = ctx.load u32 "data_end" #4 %0
          %6: i64 = zext %1
          %7: ptr = ptradd %4, %6
          store ptr %2, %7
          %8: i32 = sizeof !0
          %9: i32 = pkt.fits %7, %5, %8
          ret %9
        ^2:
          store ptr %2, null
          ret 0
        }
        func "Header``1" generic 1 -> ptr param "ctx": ptr param "offset": i32 {
        ^0(%0: ptr, %1: i32):
          %2: ptr = slot [Ref`1<!0>] "header"
          %3: i32 = call "TryHeader``1" <!0> %0, %1, %2
          brif %3 -> ^1, ^2
        ^1:
          %4: ptr = load ptr %2
          ret %4
        ^2:
          fault #2
        }
        type "Ref`1" sequential generic 1 { "Target": ptr; }
        """;

    [Fact]
    public void Program()
    {
        string module = """
            module "Ns.P" license "GPL" spans 4
            program "Filter" xdp section "xdp" onfault 0 = "Filter"
            func "Filter" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
              %1: ptr = call "Header``1" <[Eth]> %0, 0 @0
              %2: ptr = field [Eth] "Type" %1
              %3: i32 = load u16 %2 @1
              %4: i32 = bswap16 %3
              %5: i32 = eq %4, 2048
              %6: i32 = eq %5, 0
              brif %6 -> ^1, ^2
            ^1:
              ret 2
            ^2:
              %7: ptr = call "Header``1" <[Eth]> %0, 14 @2
              %8: i32 = load u8 %7 @3
              ret %8
            }
            """;
        var context = new CompilationContext(IrText.Close(module, Library), new CompilerOptions { VerifyPasses = true }, new());
        IrFunction function = new Inliner(context).Flatten(context.Module.Programs[0])!;
        Console.WriteLine(IrPrinter.Print(function));
        context.ProgramKind = "xdp"; PassPipeline.Run(context, function); Console.WriteLine(string.Join("\n", context.Diagnostics));
        Console.WriteLine(IrPrinter.Print(function));
    }
}
