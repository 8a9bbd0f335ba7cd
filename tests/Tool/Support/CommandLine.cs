using System.IO;

namespace BpfSharp.Tool.Tests.Support;

/// <summary>What a run of the tool ended with and wrote.</summary>
internal sealed record CommandLine(int Code, string Output, string Error)
{
    public static CommandLine Run(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int code = ToolApplication.Run(arguments, output, error);
        return new CommandLine(code, output.ToString(), error.ToString());
    }
}
