using System.CommandLine;
using BpfSharp.Benchmarks.Codegen;

var root = new RootCommand("Measures BpfSharp beside what people use today. Figures are ratios from one run.");
root.Subcommands.Add(CodegenCommand.Create());
return root.Parse(args).Invoke();
