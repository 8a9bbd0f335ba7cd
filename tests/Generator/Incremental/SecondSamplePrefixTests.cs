namespace BpfSharp.Generator.Tests.Incremental;

/// <summary>The other half of the files.</summary>
public sealed class SecondSamplePrefixTests() : SamplePrefixTests(part: 1);
