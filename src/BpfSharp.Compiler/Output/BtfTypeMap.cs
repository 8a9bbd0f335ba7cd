using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Compiler.Output;

/// <summary>BTF of closed IR types.</summary>
internal sealed class BtfTypeMap
{
    private const int Signed = 1;
    private const int Bool = 4;

    private readonly BtfTypes _types;
    private readonly LayoutCalculator _layouts;
    private readonly Dictionary<IrType, int> _ids = new();

    public BtfTypeMap(BtfTypes types, LayoutCalculator layouts)
    {
        _types = types;
        _layouts = layouts;
    }

    /// <summary>Id of the type; 0 for void.</summary>
    public int Id(IrType type)
    {
        if (type.Kind == IrTypeKind.Void)
            return 0;
        if (_ids.TryGetValue(type, out int id))
            return id;
        id = _types.Add(type.Kind == IrTypeKind.Named ? Named(type) : Primitive(type));
        _ids.Add(type, id);
        return id;
    }

    /// <summary>A pointer to a kernel struct that only its name identifies, such as a program's context.</summary>
    public int PointerToKernelStruct(string name)
    {
        int forward = _types.Add(new BtfForward(false) { Name = name });
        return _types.Add(new BtfPointer(forward));
    }

    public int PointerTo(IrType type) => _types.Add(new BtfPointer(Id(type)));

    private static BtfType Primitive(IrType type)
    {
        if (type.Kind == IrTypeKind.Ptr)
            return new BtfPointer(0);
        (string name, int encoding) = type.Kind switch
        {
            IrTypeKind.I8 => ("sbyte", Signed),
            IrTypeKind.U8 => ("byte", 0),
            IrTypeKind.I16 => ("short", Signed),
            IrTypeKind.U16 => ("ushort", 0),
            IrTypeKind.I32 => ("int", Signed),
            IrTypeKind.U32 => ("uint", 0),
            IrTypeKind.I64 => ("long", Signed),
            IrTypeKind.U64 => ("ulong", 0),
            IrTypeKind.Bool => ("bool", Bool),
            _ => ("char16", 0),
        };
        return new BtfInt(type.PrimitiveSize, encoding) { Name = name };
    }

    private BtfType Named(IrType type)
    {
        IrTypeDefinition definition = _layouts.Definition(type);
        string name = definition.KernelName ?? BtfNames.Mangle(type.ToString());
        TypeLayout layout = _layouts.Get(type);
        if (definition.Layout == IrLayout.Enum)
        {
            IrType underlying = definition.Underlying ?? IrType.I32;
            List<BtfEnumValue> values = definition.EnumValues.Select(v => new BtfEnumValue(BtfNames.Mangle(v.Key), v.Value)).ToList();
            return new BtfEnum(layout.Size, underlying.IsSigned, values) { Name = name };
        }

        // The kernel wants members by rising offset (btf_struct_check_meta); members of a C# union may share one.
        var members = new List<BtfMember>();
        foreach (FieldLayout field in layout.Fields.OrderBy(static f => f.Offset))
        {
            int element = Id(field.Type);
            int fieldType = field.Count == 1 ? element : _types.Add(new BtfArray(element, Id(IrType.U32), (uint)field.Count));
            members.Add(new BtfMember(BtfNames.Mangle(field.Name), fieldType, field.Offset * 8));
        }

        return new BtfStruct(layout.Size, false, members) { Name = name };
    }
}
