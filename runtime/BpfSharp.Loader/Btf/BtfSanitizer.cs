using System;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Loader.Btf;

/// <summary>Rewrites types that kernels from 5.10 on learned later into ones of the same size and id that 5.10 knows.</summary>
internal static class BtfSanitizer
{
    private const string Context = "xdp_md";

    public static BtfTypes Sanitize(BtfTypes types) => Map(types, Sanitize);

    /// <summary>Clang leaves a data section's size to the loader, and the kernel refuses 0, and <c>extern</c> functions. The sections' types are made anew from the model, so these are
    /// only in the way; nothing but such a section refers to them.</summary>
    public static BtfTypes WithoutUnsizedSections(BtfTypes types) => Map(types, static type => type switch
    {
        BtfDataSection { Size: 0 } => new BtfInt(1, 0) { Name = "unsized_section" },
        BtfFunction { Linkage: 2 } => new BtfInt(1, 0) { Name = "extern_function" },
        _ => type,
    });

    /// <summary>Makes an XDP program's context a struct where it is only announced: the kernel knows it by its name alone, but a program that takes a function's place,
    /// and one that is called as a function, must name a struct (btf_is_prog_ctx_type).</summary>
    public static BtfTypes WithContext(BtfTypes types) => Map(types, static type => type is BtfForward { Name: Context } ? new BtfStruct(0, false, []) { Name = Context } : type);

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
