namespace BpfSharp.Generator.Tests.Incremental;

/// <summary>The last quarter of the files.</summary>
public sealed class FourthSamplePrefixTests() : SamplePrefixTests(part: 3);
