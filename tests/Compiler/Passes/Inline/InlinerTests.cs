using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Inline;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Inline;

public sealed class InlinerTests
{
    private const string Program = """
        module "P" license "GPL" spans 9
        program "Main" xdp section "xdp" onfault 0 = "Main"

        """;

    [Fact]
    public void Callees_lie_inside_and_library_code_takes_the_calls_span()
    {
        IrFunction flat = IrText.Flatten(
            Program + """
            func "Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: i32 = call "Library" 5 @1
              %2: i32 = call "Own" %1 @2
              ret %2 @3
            }
            func "Own" generic 0 -> i32 param "x": i32 @4 {
            ^0(%0: i32):
              %1: i32 = neg %0 @5
              ret %1 @6
            }
            """,
            """
            func "Library" generic 0 -> i32 param "x": i32 {
            ^0(%0: i32):
              %1: ptr = slot i32 "t"
              store i32 %1, %0
              %2: i32 = lt.s %0, 3
              brif %2 -> ^1, ^2
            ^1:
              ret 1
            ^2:
              fault #6
            }
            """);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot "t" #4 @1
            store i32 %1, 5 @1
            %2: i32 = lt.s 5, 3 @1
            brif %2 -> ^1, ^2 @1
            ^1:
            br -> ^3(1) @1
            ^2:
            fault #6 @1
            ^3(%3: i32):
            %4: i32 = neg %3 @5
            ret %4 @3
            """,
            flat);
    }

    // The one gives back what it was given, which is another's result; the third has none.
    [Fact]
    public void Straight_callees_take_the_places_of_their_calls()
    {
        IrFunction flat = IrText.Flatten(
            Program + """
            func "Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              %1: ptr = slot i32 "x"
              %2: i32 = call "Negated" 5 @1
              %3: i32 = call "Same" %2 @2
              call "Put" %1, %3 @3
              %4: i32 = call "Negated" %3 @4
              ret %4 @5
            }
            """,
            """
            func "Negated" generic 0 -> i32 param "x": i32 {
            ^0(%0: i32):
              %1: i32 = neg %0
              ret %1
            }
            func "Same" generic 0 -> i32 param "x": i32 {
            ^0(%0: i32):
              ret %0
            }
            func "Put" generic 0 -> void param "p": ptr param "x": i32 {
            ^0(%0: ptr, %1: i32):
              store i32 %0, %1
              ret
            }
            """);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            %1: ptr = slot "x" #4
            %2: i32 = neg 5 @1
            store i32 %1, %2 @3
            %3: i32 = neg %2 @4
            ret %3 @5
            """,
            flat);
    }

    [Fact]
    public void A_callee_that_loops_to_its_entry_keeps_its_loop()
    {
        IrFunction flat = IrText.Flatten(Program + """
            func "Main" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
              %1: i32 = call "Loop" 3
              ret %1
            }
            func "Loop" generic 0 -> i32 param "n": i32 {
            ^0(%0: i32):
              %1: i32 = add %0, -1
              brif %1 -> ^0(%1), ^1
            ^1:
              ret %1
            }
            """);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            br -> ^1(3)
            ^1(%1: i32):
            %2: i32 = add %1, -1
            brif %2 -> ^1(%2), ^2
            ^2:
            br -> ^3(%2)
            ^3(%3: i32):
            ret %3
            """,
            flat);
    }

    [Fact]
    public void Recursion_is_reported_with_its_cycle()
    {
        IrModule closed = IrText.Close(Program + """
            func "Main" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
              %1: i32 = call "A" @1
              ret %1
            }
            func "A" generic 0 -> i32 {
            ^0:
              %0: i32 = call "B" @2
              ret %0
            }
            func "B" generic 0 -> i32 {
            ^0:
              %0: i32 = call "A" @3
              ret %0
            }
            """);
        var context = new CompilationContext(closed, new CompilerOptions(), []);
        Assert.Null(new Inliner(context).Flatten(closed.Programs[0]));
        Assert.Equal(("BPF3005", 3, "A -> B -> A"), context.Diagnostics.Select(static d => (d.Id, d.Span, d.Arguments[0])).Single());
    }

    [Fact]
    public void Two_programs_get_copies_of_their_own()
    {
        IrModule closed = IrText.Close(Program + "program \"Twin\" xdp section \"xdp\" onfault 0 = \"Main\"\nfunc \"Main\" generic 0 -> i32 param \"ctx\": ptr {\n^0(%0: ptr):\nret 1\n}");
        var inliner = new Inliner(new CompilationContext(closed, new CompilerOptions(), []));
        IrFunction first = inliner.Flatten(closed.Programs[0])!;
        first.Entry.Instructions[0].Operands[0] = IrConstant.I32(2);
        IrText.AssertBody("^0(%0: ptr):\nret 1", inliner.Flatten(closed.Programs[1])!);
    }

    [Fact]
    public void Inside_a_protected_block_a_callee_faults_to_the_pad_of_the_call_unless_it_has_its_own()
    {
        IrFunction flat = IrText.Flatten(Program + """
            global "g": u32
            func "Main" generic 0 -> i32 param "ctx": ptr @0 {
            ^0(%0: ptr):
              try -> ^1, ^2
            ^1:
              %1: i32 = call "Own" 5 @1
              ret %1
            ^2:
              %2: i32 = caught
              %3: ptr = global.addr "g"
              store u32 %3, 1
              resume %2
            }
            func "Own" generic 0 -> i32 param "x": i32 @4 {
            ^0(%0: i32):
              brif %0 -> ^1, ^2
            ^1:
              fault #6 @5
            ^2:
              try -> ^3, ^4
            ^3:
              fault #4 @6
            ^4:
              %1: i32 = caught
              %2: ptr = global.addr "g"
              store u32 %2, 2
              resume %1
            }
            """);
        IrText.AssertBody(
            """
            ^0(%0: ptr):
            try -> ^1, ^2
            ^1:
            brif 5 -> ^3, ^4 @1
            ^2:
            %1: i32 = caught
            %2: ptr = global.addr "g"
            store u32 %2, 1
            resume %1
            ^3:
            try -> ^8, ^2
            ^4:
            try -> ^5, ^6 @1
            ^5:
            fault #4 @6
            ^6:
            %3: i32 = caught @1
            try -> ^9, ^2
            ^7(%4: i32):
            ret %4
            ^8:
            fault #6 @5
            ^9:
            %5: ptr = global.addr "g" @1
            store u32 %5, 2 @1
            try -> ^10, ^2
            ^10:
            resume %3 @1
            """,
            flat);
    }
}
