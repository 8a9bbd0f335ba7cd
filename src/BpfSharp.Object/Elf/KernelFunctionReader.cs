using System.Collections.Generic;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Elf;

/// <summary>Reads the declarations of kernel functions in the BTF of section <c>.ksyms</c>. Variables of the kernel's are not supported; only what refers to one fails.</summary>
internal static class KernelFunctionReader
{
    public static List<BpfKernelFunction> Read(BtfTypes types)
    {
        var functions = new List<BpfKernelFunction>();
        var names = new HashSet<string>(System.StringComparer.Ordinal);
        foreach (BtfType type in types.All)
        {
            if (type is not BtfDataSection { Name: ObjectBtf.KernelSymbolSection } section)
                continue;
            foreach (BtfSectionVariable place in section.Variables)
            {
                if (types.Get(place.TypeId) is not BtfFunction { Linkage: ObjectBtf.ExternLinkage } function)
                    continue;
                if (types.Get(function.TypeId) is not BtfFunctionPrototype || !names.Add(function.Name))
                    throw new BpfObjectFormatException($"{ObjectBtf.KernelSymbolSection}: the function '{function.Name}' has no prototype of its own.");
                functions.Add(new(function.Name, function.TypeId));
            }
        }

        return functions;
    }
}
