using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Generics;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Generics;

public sealed class MonomorphiserTests
{
    private const string Program = """
        module "P" license "GPL" spans 9
        program "Main" xdp section "xdp" onfault 0 = "Main"
        """;

    [Fact]
    public void Types_of_a_generic_function_are_filled_in()
    {
        IrModule closed = IrText.Close(Program + """

            func "Main" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
              %1: ptr = slot [Pair`1<u32>] "p"
              zero [Pair`1<u32>] %1
              %2: i32 = call "Second" <[Pair`1<u32>], u32> %1
              ret %2
            }
            func "Second" generic 2 -> i32 param "p": ptr {
            ^0(%0: ptr):
              %1: ptr = slot !1 "copy"
              %2: ptr = field !0 "B" %0
              copy !1 %1, %2
              %3: i32 = load !1 %1
              %4: i32 = sizeof !0
              %5: i32 = add %3, %4
              %6: ptr = elem !1 %0, %5
              %7: i32 = load [Color] %6
              ret %7
            }
            type "Pair`1" sequential generic 1 { "A": u16; "B": !0; }
            type "Color" enum of u8 { "Red" = 1; }
            type "Unused" sequential { "X": i32; }
            """);
        IrText.AssertModule(
            """
            module "P" license "GPL" spans 9
            type "Color" enum of u8 { "Red" = 1; }
            type "Pair`1" sequential generic 1 { "A": u16; "B": !0; }
            program "Main" xdp section "xdp" onfault 0 = "Main"
            func "Main" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
            %1: ptr = slot "p" #8
            zero #8 %1
            %2: i32 = call "Second<[Pair`1<u32>], u32>" %1
            ret %2
            }
            func "Second<[Pair`1<u32>], u32>" generic 0 -> i32 param "p": ptr {
            ^0(%0: ptr):
            %1: ptr = slot "copy" #4
            %2: ptr = ptradd %0, 4L
            copy #4 %1, %2
            %3: i32 = load u32 %1
            %4: i32 = add %3, 8
            %5: ptr = elem #4 %0, %4
            %6: i32 = load u8 %5
            ret %6
            }
            """,
            closed);
    }

    [Fact]
    public void Static_abstract_members_are_resolved_through_the_type()
    {
        const string Functions = """

            func "Main" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
              %1: i32 = call "Use" <[Box`1<u16>]>
              %2: i32 = call "Use" <u32>
              %3: i32 = add %1, %2
              ret %3
            }
            func "Use" generic 1 -> i32 {
            ^0:
              %0: i32 = call.constrained !0 "IThing.Get"
              ret %0
            }
            """;
        const string Library = """
            type "Box`1" sequential generic 1 { "V": !0; impl "IThing.Get" = "Box.Get"; }
            type "System.UInt32" sequential { impl "IThing.Get" = "UInt32.Get"; }
            func "Box.Get" generic 1 -> i32 {
            ^0:
              %0: i32 = sizeof !0
              ret %0
            }
            func "UInt32.Get" generic 0 -> i32 {
            ^0:
              ret 7
            }
            """;
        IrModule closed = IrText.Close(Program + Functions, Library);
        Assert.Equal(["Main", "Use<[Box`1<u16>]>", "Use<u32>", "Box.Get<u16>", "UInt32.Get"], closed.Functions.Keys);
        IrText.AssertBody("^0:\n%0: i32 = call \"Box.Get<u16>\"\nret %0", closed.Functions["Use<[Box`1<u16>]>"]);
        IrText.AssertBody("^0:\nret 2", closed.Functions["Box.Get<u16>"]);
    }

    [Fact]
    public void Members_of_generic_math_are_the_machines_own()
    {
        const string Functions = """

            func "Main" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
              %1: ptr = slot i8 "a"
              call.constrained i8 "M:System.Numerics.IDivisionOperators`3.op_Division(`0,`1)" %1, %1, %1
              call.constrained i8 "M:System.Numerics.IDivisionOperators`3.op_Division(`0,`1)" %1, %1, %1
              ret 0
            }
            """;
        IrModule closed = IrText.Close(Program + Functions);
        string name = Assert.Single(closed.Functions.Keys, static n => n != "Main");
        IrText.AssertBody(
            """
            ^0(%0: ptr, %1: ptr, %2: ptr):
              %3: i32 = load i8 %1
              %4: i32 = load i8 %2
              %5: i32 = ne %4, 0
              guard #4 %5
              %6: i32 = div.s %3, %4
              %7: i32 = ext.i8 %6
              store i8 %0, %7
              ret
            """,
            closed.Functions[name]);
    }

    [Fact]
    public void A_type_test_takes_the_other_way_out_before_it_is_closed()
    {
        const string Functions = """

            func "Main" generic 0 -> i32 param "ctx": ptr {
            ^0(%0: ptr):
              %1: i32 = call "Use" <u8>
              ret %1
            }
            func "Use" generic 1 -> i32 {
            ^0:
              %0: i32 = type.is !0 <i32>
              brif %0 -> ^1, ^2
            ^1:
              %1: i32 = call "Missing"
              ret %1
            ^2:
              %2: i32 = type.is !0 <u8>
              ret %2
            }
            """;
        IrModule closed = IrText.Close(Program + Functions);
        IrText.AssertBody("^0:\nbr -> ^1\n^1:\nret 1", closed.Functions["Use<u8>"]);
    }

    [Fact]
    public void Only_what_is_reached_comes_from_libraries_and_the_module_comes_first()
    {
        IrModule closed = IrText.Close(
            Program + "\nfunc \"Main\" generic 0 -> i32 param \"ctx\": ptr {\n^0(%0: ptr):\n%1: i32 = call \"A\"\nret %1\n}\nfunc \"B\" generic 0 -> i32 {\n^0:\nret 1\n}",
            "func \"A\" generic 0 -> i32 {\n^0:\n%0: i32 = call \"B\"\n%1: i64 = helper \"h\"\nret %0\n}\nfunc \"C\" generic 0 -> i32 {\n^0:\nret 3\n}\nhelper \"h\" 5 () effects 4 since \"4.1\"\nhelper \"other\" 6 () effects 4 since \"4.1\"",
            "func \"B\" generic 0 -> i32 {\n^0:\nret 2\n}");
        Assert.Equal(["Main", "A", "B"], closed.Functions.Keys);
        Assert.Equal(["h"], closed.Helpers.Keys);
        IrText.AssertBody("^0:\nret 1", closed.Functions["B"]);
    }

    [Theory]
    [InlineData("%1: i32 = call \"Missing\" @3", "BPF3001", 3)]
    [InlineData("%1: i32 = call \"Library\" @4", "BPF3001", 4)]
    [InlineData("%1: i32 = call.constrained u8 \"I.M\" @5", "BPF3002", 5)]
    [InlineData("%1: i32 = load [Nowhere] %0 @6", "BPF3003", 6)]
    [InlineData("%1: i32 = load [Record] %0 @6", "BPF3003", 6)]
    [InlineData("%1: ptr = field [Record] \"Y\" %0 @6", "BPF3003", 6)]
    [InlineData("%1: i32 = call \"Grow\" <u8> @7", "BPF3004", 7)]
    [InlineData("%1: i32 = call \"Grow\" @7", "BPF3003", 7)]
    public void What_does_not_fit_is_reported_at_the_users_expression(string instruction, string id, int span)
    {
        IrModule module = IrText.Module(Program + "\ntype \"Record\" sequential { \"X\": i32; }\nfunc \"Main\" generic 0 -> i32 param \"ctx\": ptr {\n^0(%0: ptr):\n" + instruction + "\nret 0\n}");
        IrModule library = IrText.Module("""
            type "Box`1" sequential generic 1 { "V": !0; }
            func "Library" generic 0 -> i32 {
            ^0:
              %0: i32 = call "Missing"
              ret %0
            }
            func "Grow" generic 1 -> i32 {
            ^0:
              %0: i32 = call "Grow" <[Box`1<!0>]>
              ret %0
            }
            """);
        var diagnostics = new List<CompilerDiagnostic>();
        Monomorphiser.Run(module, [library], diagnostics, default);
        Assert.Equal((id, span), diagnostics.Select(static d => (d.Id, d.Span)).Single());
    }
}
