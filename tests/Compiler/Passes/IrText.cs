using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Generics;
using BpfSharp.Compiler.Passes.Inline;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes;

/// <summary>IR text in, IR text out.</summary>
internal static class IrText
{
    public static IrModule Module(string text) => IrParser.Parse(IrPrinter.Header + "\n" + text);

    /// <summary>A flat function whose only parameter is the context.</summary>
    public static IrFunction Function(string body) => IrParser.ParseFunction("func \"F\" generic 0 -> i32 param \"ctx\": ptr {\n" + body + "\n}");

    public static CompilationContext Context(string declarations = "", string kernel = "6.1") =>
        new(Module(declarations), new CompilerOptions { VerifyPasses = true, TargetKernel = System.Version.Parse(kernel) }, new List<CompilerDiagnostic>());

    public static IrModule Close(string module, params string[] libraries)
    {
        var diagnostics = new List<CompilerDiagnostic>();
        IrModule closed = Monomorphiser.Run(Module(module), libraries.Select(Module).ToArray(), diagnostics, CancellationToken.None);
        Assert.Empty(diagnostics);
        return closed;
    }

    /// <summary>The first program, flat.</summary>
    public static IrFunction Flatten(string module, params string[] libraries)
    {
        IrModule closed = Close(module, libraries);
        var context = new CompilationContext(closed, new CompilerOptions(), new List<CompilerDiagnostic>());
        IrFunction? function = new Inliner(context).Flatten(closed.Programs[0]);
        Assert.Empty(context.Diagnostics);
        return function!;
    }

    /// <summary>Compares with what is expected, line by line, without the function's first line and without indentation.</summary>
    public static void AssertBody(string expected, IrFunction actual)
    {
        string[] lines = IrPrinter.Print(actual).Split('\n').Skip(1).Select(static l => l.Trim()).Where(static l => l is not ("" or "}")).ToArray();
        Assert.Equal(string.Join("\n", Lines(expected)), string.Join("\n", lines));
    }

    public static void AssertModule(string expected, IrModule actual)
    {
        string[] lines = IrPrinter.Print(actual).Split('\n').Skip(1).Select(static l => l.Trim()).Where(static l => l is not "").ToArray();
        Assert.Equal(string.Join("\n", Lines(expected)), string.Join("\n", lines));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(static l => l.Trim()).Where(static l => l.Length != 0);
}
