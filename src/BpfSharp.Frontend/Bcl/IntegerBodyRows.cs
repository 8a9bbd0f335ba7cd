using System.Collections.Generic;

namespace BpfSharp.Frontend.Bcl;

/// <summary>Members of <c>Math</c>, <c>BitOperations</c> and the integer types that are functions of the runtime.</summary>
internal static class IntegerBodyRows
{
    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach (string type in new[] { "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "IntPtr", "UIntPtr" })
            {
                string own = "System." + type;
                yield return Row($"M:System.Math.DivRem({own},{own})", "DivRem");
                yield return Row($"M:{own}.DivRem({own},{own})", "DivRem");
            }

            foreach (string type in new[] { "System.Int32", "System.Int64" })
                yield return Row($"M:System.Math.DivRem({type},{type},{type}@)", "DivRem");
            foreach (string type in new[] { "System.Int32", "System.UInt32" })
            {
                yield return Row($"M:System.Math.BigMul({type},{type})", "BigMul");
                yield return Row($"M:{type}.BigMul({type},{type})", "BigMul");
            }

            foreach (string type in new[] { "System.Int64", "System.UInt64" })
                yield return Row($"M:System.Math.BigMul({type},{type},{type}@)", "BigMul");
            foreach (string type in new[] { "UInt32", "UInt64", "UIntPtr" })
                yield return Row($"M:System.Numerics.BitOperations.RoundUpToPowerOf2(System.{type})", "RoundUpToPowerOf2");
            foreach (string type in new[] { "Byte", "UInt16", "UInt32", "UInt64" })
                yield return Row($"M:System.Numerics.BitOperations.Crc32C(System.UInt32,System.{type})", "Crc32C");
        }
    }

    private static KeyValuePair<string, BclHandler> Row(string id, string method) => new(id, new RuntimeBody("Integers", method).Call);
}
