using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Generics;

/// <summary>Metadata names of primitives: a library may hold a definition of that name with the primitive's static abstract members.</summary>
internal static class PrimitiveTypeNames
{
    private static readonly Dictionary<IrTypeKind, string> s_names = new()
    {
        [IrTypeKind.I8] = "System.SByte",
        [IrTypeKind.U8] = "System.Byte",
        [IrTypeKind.I16] = "System.Int16",
        [IrTypeKind.U16] = "System.UInt16",
        [IrTypeKind.I32] = "System.Int32",
        [IrTypeKind.U32] = "System.UInt32",
        [IrTypeKind.I64] = "System.Int64",
        [IrTypeKind.U64] = "System.UInt64",
        [IrTypeKind.Bool] = "System.Boolean",
        [IrTypeKind.Char] = "System.Char",
    };

    public static string? Of(IrType type) => type.Kind == IrTypeKind.Named ? type.Name : s_names.TryGetValue(type.Kind, out string? name) ? name : null;
}
