using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Inline;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes;

public sealed class Smoke2Tests
{
    [Fact]
    public void Program()
    {
        string library = """
        type "Eth" sequential pack 1 { "Dst": u8 * 6; "Src": u8 * 6; "Type": u16; }
        type "Ip" sequential pack 1 { "Vihl": u8; "Tos": u8; "Len": u16; "Id": u16; "Frag": u16; "Ttl": u8; "Proto": u8; "Sum": u16; "Src": u32; "Dst": u32; }
        type "Udp" sequential pack 1 { "Src": u16; "Dst": u16; "Len": u16; "Sum": u16; }
        type "Prefix" sequential { "Bits": i32; "Addr": u32; }
        type "Ref`1" sequential generic 1 { "Target": ptr; }
        helper "bpf_map_lookup_elem" 1 (Map, MapKey) effects 2 since "3.19"
        func "TryHeader``1" generic 1 -> i32 param "ctx": ptr param "offset": i32 param "header": ptr {
        ^0(%0: ptr, %1: i32, %2: ptr):
          %3: i32 = le.u %1, 32767
          brif %3 -> ^1, ^3
        ^1:
          %4: ptr = ctx.load u32 "data" #0 %0
          %5: ptr = ctx.load u32 "data_end" #4 %0
          %6: i64 = zext %1
          %7: ptr = ptradd %4, %6
          store ptr %2, %7
          %8: i32 = sizeof !0
          %9: i32 = pkt.fits %7, %5, %8
          brif %9 -> ^2, ^3
        ^2:
          ret 1
        ^3:
          store ptr %2, null
          ret 0
        }
        func "TryGetValue" generic 2 -> i32 param "this": ptr param "key": ptr param "value": ptr {
        ^0(%0: ptr, %1: ptr, %2: ptr):
          %3: ptr = helper "bpf_map_lookup_elem" %0, %1
          %4: i32 = eq %3, null
          brif %4 -> ^1, ^2
        ^1:
          zero !1 %2
          ret 0
        ^2:
          copy !1 %2, %3
          ret 1
        }
        func "Host" generic 0 -> void param "<result>": ptr param "addr": i32 {
        ^0(%0: ptr, %1: i32):
          zero [Prefix] %0
          %2: ptr = field [Prefix] "Bits" %0
          store i32 %2, 32
          %3: ptr = field [Prefix] "Addr" %0
          store u32 %3, %1
          ret
        }
        """;
        string module = """
            module "Ns.P" license "GPL" spans 4
            map "Denied" type 11 key [Prefix] value u32 max 100 flags 1 pin 0
            map "Drops" type 6 key u32 value u64 max 256 flags 0 pin 0
            program "Filter" xdp section "xdp" onfault 0 = "Filter"
            func "Filter" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
              %1: ptr = slot [Ref`1<[Eth]>] "eth"
              %2: i32 = call "TryHeader``1" <[Eth]> %0, 0, %1 @0
              brif %2 -> ^1, ^9
            ^1:
              %10: ptr = load ptr %1
              %11: ptr = field [Eth] "Type" %10
              %12: i32 = load u16 %11
              %13: i32 = bswap16 %12
              %14: i32 = eq %13, 2048
              brif %14 -> ^2, ^9
            ^2:
              %20: ptr = slot [Ref`1<[Ip]>] "ip"
              %21: i32 = call "TryHeader``1" <[Ip]> %0, 14, %20 @1
              brif %21 -> ^3, ^9
            ^3:
              %30: ptr = load ptr %20
              %31: ptr = field [Ip] "Vihl" %30
              %32: i32 = load u8 %31
              %33: i32 = and %32, 15
              %34: i32 = mul %33, 4
              %35: i32 = add %34, 14
              %36: ptr = slot [Ref`1<[Udp]>] "udp"
              %37: i32 = call "TryHeader``1" <[Udp]> %0, %35, %36 @2
              brif %37 -> ^4, ^9
            ^4:
              %40: ptr = load ptr %36
              %41: ptr = field [Udp] "Dst" %40
              %42: i32 = load u16 %41
              %43: i32 = bswap16 %42
              %44: i32 = eq %43, 53
              brif %44 -> ^5, ^9
            ^5:
              %50: ptr = slot [Prefix] "key"
              %51: ptr = field [Ip] "Src" %30
              %52: i32 = load u32 %51
              call "Host" %50, %52
              %53: ptr = slot u32 "rule"
              %54: ptr = map.addr "Denied"
              %55: i32 = call "TryGetValue" <[Prefix], u32> %54, %50, %53 @3
              brif %55 -> ^6, ^9
            ^6:
              %60: i32 = load u32 %53
              %61: ptr = slot u32 "index"
              store u32 %61, %60
              %62: ptr = map.addr "Drops"
              %63: ptr = helper "bpf_map_lookup_elem" %62, %61 @3
              %64: i32 = eq %63, null
              %65: i32 = eq %64, 0
              guard #3 %65 @3
              %66: i64 = load u64 %63
              %67: i64 = add %66, 1L
              store u64 %63, %67
              ret 1
            ^9:
              ret 2
            }
            """;
        var context = new CompilationContext(IrText.Close(module, library), new CompilerOptions { VerifyPasses = true }, new());
        IrFunction function = new Inliner(context).Flatten(context.Module.Programs[0])!;
        context.ProgramKind = "xdp"; PassPipeline.Run(context, function); Console.WriteLine(string.Join("\n", context.Diagnostics));
        Console.WriteLine(IrPrinter.Print(function));
        var sw = System.Diagnostics.Stopwatch.StartNew();
        for (int i = 0; i < 20; i++) BpfCompiler.Compile(IrText.Module(module), new[] { IrText.Module(library) }, new());
        Console.WriteLine(sw.Elapsed.TotalMilliseconds / 20);
    }
}
