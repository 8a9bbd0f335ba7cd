using System;
using System.Collections.Generic;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Object.Tests.Btf;

/// <summary>The kinds in BTF bytes, read without the reader that is tested.</summary>
internal static class BtfKinds
{
    public static IEnumerable<BtfKind> Of(byte[] bytes)
    {
        int end = 24 + BitConverter.ToInt32(bytes, 12);
        for (int position = 24; position < end;)
        {
            uint info = BitConverter.ToUInt32(bytes, position + 4);
            var kind = (BtfKind)(info >> 24 & 31);
            int vlen = (int)(info & 0xffff);
            yield return kind;
            position += 12 + kind switch
            {
                BtfKind.Int or BtfKind.Variable or BtfKind.DeclTag => 4,
                BtfKind.Array => 12,
                BtfKind.Struct or BtfKind.Union or BtfKind.DataSection or BtfKind.Enum64 => 12 * vlen,
                BtfKind.Enum or BtfKind.FunctionPrototype => 8 * vlen,
                _ => 0,
            };
        }
    }
}
