using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Types;

/// <summary>C#'s built-in types that lie in memory as one number.</summary>
internal static class PrimitiveTypes
{
    public static IrType? Of(SpecialType type) => type switch
    {
        SpecialType.System_Boolean => IrType.Bool,
        SpecialType.System_Char => IrType.Char,
        SpecialType.System_SByte => IrType.I8,
        SpecialType.System_Byte => IrType.U8,
        SpecialType.System_Int16 => IrType.I16,
        SpecialType.System_UInt16 => IrType.U16,
        SpecialType.System_Int32 => IrType.I32,
        SpecialType.System_UInt32 => IrType.U32,
        SpecialType.System_Int64 or SpecialType.System_IntPtr => IrType.I64,
        SpecialType.System_UInt64 or SpecialType.System_UIntPtr => IrType.U64,
        _ => null,
    };
}
