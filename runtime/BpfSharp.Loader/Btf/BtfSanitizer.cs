using System;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Loader.Btf;

/// <summary>Rewrites types that kernels from 5.10 on learned later into ones of the same size and id that 5.10 knows.</summary>
internal static class BtfSanitizer
{
    public static BtfTypes Sanitize(BtfTypes types) => Map(types, Sanitize);

    /// <summary>Clang leaves a data section's size to the loader, and the kernel refuses 0, and <c>extern</c> functions. The sections' types are made anew from the model, so these are
    /// only in the way; nothing but such a section refers to them.</summary>
    public static BtfTypes WithoutUnsizedSections(BtfTypes types) => Map(types, static type => type switch
    {
        BtfDataSection { Size: 0 } => new BtfInt(1, 0) { Name = "unsized_section" },
        BtfFunction { Linkage: 2 } => new BtfInt(1, 0) { Name = "extern_function" },
        _ => type,
    });

    private static BtfTypes Map(BtfTypes types, Func<BtfType, BtfType> map)
    {
        var result = new BtfTypes();
        foreach (BtfType type in types.All)
            result.Append(map(type));
        return result;
    }

    private static BtfType Sanitize(BtfType type) => type switch
    {
        // BTF_KIND_ENUM64 and signed enums (kind_flag): 6.0.
        BtfEnum { Size: 8 } e => new BtfInt(8, e.IsSigned ? 1 : 0) { Name = e.Name.Length > 0 ? e.Name : "enum64" },
        BtfEnum { IsSigned: true } e => e with { IsSigned = false },
        // BTF_KIND_FLOAT: 5.13. A struct without members has its size.
        BtfFloat f => new BtfStruct(f.Size, false, []) { Name = f.Name },
        // BTF_KIND_DECL_TAG: 5.16, BTF_KIND_TYPE_TAG: 5.17. Nothing refers to a declaration tag.
        BtfDeclTag => new BtfInt(1, 0) { Name = "decl_tag" },
        BtfQualifier { Kind: BtfKind.TypeTag } q => new BtfQualifier(BtfKind.Const, q.TypeId),
        _ => type,
    };
}
