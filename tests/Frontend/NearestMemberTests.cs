using System.Linq;
using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>What is said of a member of .NET that programs can't have.</summary>
public class NearestMemberTests
{
    [Theory]
    [InlineData("int.MaxMagnitude(a, b)", "int.MaxMagnitude(int, int)", "int.Max")]
    [InlineData("int.CopySign(a, b)", "int.CopySign(int, int)", "int.Sign")]
    [InlineData("System.Numerics.BitOperations.Crc32C((uint)a, (byte)b) > 3 ? System.Buffers.Binary.BinaryPrimitives.ReadInt16BigEndian(s) : s.LastIndexOfAny((byte)1, (byte)2)",
        "MemoryExtensions.LastIndexOfAny<byte>(ReadOnlySpan<byte>, byte, byte)", "MemoryExtensions.LastIndexOf")]
    [InlineData("s.Count(s)", "MemoryExtensions.Count<byte>(ReadOnlySpan<byte>, ReadOnlySpan<byte>)", "MemoryExtensions.Count(ReadOnlySpan<T>, T)")]
    [InlineData("System.Environment.ProcessorCount", "Environment.ProcessorCount.get", null)]
    public void Is_the_nearest_that_they_can_have(string expression, string member, string? nearest)
    {
        LoweringResult result = Lowered.Library("public static class F { [BpfFunction] public static int A(int a, int b, ReadOnlySpan<byte> s) => " + expression + "; }");
        string expected = nearest is null
            ? $"BPF1017: '{member}' of 'System.Runtime' has no BPF body; mark it [BpfFunction] there, or write the code here"
            : $"BPF1071: '{member}' can't be used in a BPF program; the nearest that can is '{nearest}'";
        Assert.Equal([expected], result.Diagnostics.Select(Lowered.Text));
    }
}
