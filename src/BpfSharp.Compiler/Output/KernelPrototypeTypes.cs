using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Compiler.Output;

/// <summary>BTF of kernel functions' declarations.</summary>
/// <remarks>libbpf compares them with the kernel's (<c>bpf_core_types_are_compat</c>): kinds of types and depths of pointers count, names, sizes and members don't. So a struct without
/// members does for one of the kernel's; a forward declaration, which is another kind, does not.</remarks>
internal static class KernelPrototypeTypes
{
    private const int Signed = 1;
    private const int Bool = 4;

    /// <returns>Id of the <c>FUNC_PROTO</c>.</returns>
    public static int Add(BtfTypes types, KernelPrototype prototype) => types.Add(new BtfFunctionPrototype(
        Add(types, prototype.Result),
        prototype.Parameters.Select((p, i) => new BtfParameter(p.Name.Length != 0 ? p.Name : $"argument{i}", Add(types, p))).ToList()));

    private static int Add(BtfTypes types, KernelParameter parameter)
    {
        int id = parameter switch
        {
            { Integer: { } integer } => types.Add(new BtfInt(integer.Size, parameter.Type == "bool" ? Bool : integer.IsSigned ? Signed : 0) { Name = BtfNames.Mangle(parameter.Type) }),
            { Tag: "enum" } => types.Add(new BtfEnum(sizeof(uint), false, Array.Empty<BtfEnumValue>()) { Name = parameter.Type }),
            { Tag: not "" } => types.Add(new BtfStruct(0, parameter.Tag == "union", Array.Empty<BtfMember>()) { Name = parameter.Type }),
            _ => 0,
        };
        for (int i = 0; i < parameter.Pointers; i++)
            id = types.Add(new BtfPointer(id));
        return id;
    }
}
