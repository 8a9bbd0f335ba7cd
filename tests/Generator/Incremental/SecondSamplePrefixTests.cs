namespace BpfSharp.Generator.Tests.Incremental;

/// <summary>The second quarter of the files.</summary>
public sealed class SecondSamplePrefixTests() : SamplePrefixTests(part: 1);
