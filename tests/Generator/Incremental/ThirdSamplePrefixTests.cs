namespace BpfSharp.Generator.Tests.Incremental;

/// <summary>The third quarter of the files.</summary>
public sealed class ThirdSamplePrefixTests() : SamplePrefixTests(part: 2);
