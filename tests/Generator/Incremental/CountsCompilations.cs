using Xunit;

namespace BpfSharp.Generator.Tests.Incremental;

// Compilations are counted for the whole process: no other test may compile meanwhile.
[CollectionDefinition(nameof(CountsCompilations), DisableParallelization = true)]
public sealed class CountsCompilations;
