using System;

namespace BpfSharp.Tool;

internal static class Program
{
    private static int Main(string[] arguments) => ToolApplication.Run(arguments, Console.Out, Console.Error);
}
