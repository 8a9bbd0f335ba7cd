using System.CommandLine;
using BpfSharp.Benchmarks.Balancer;
using BpfSharp.Benchmarks.Codegen;
using BpfSharp.Benchmarks.Ddos;
using BpfSharp.Benchmarks.Loader;

var root = new RootCommand("Measures BpfSharp beside what people use today. Figures are ratios from one run.");
root.Subcommands.Add(CodegenCommand.Create());
root.Subcommands.Add(LoaderCommand.Create());
root.Subcommands.Add(BalancerCommand.Create());
root.Subcommands.Add(DdosCommand.Create());
return root.Parse(args).Invoke();
