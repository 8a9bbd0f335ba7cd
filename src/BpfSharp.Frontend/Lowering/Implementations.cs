using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Tells, for interface members that are called on type parameters, what implements them in the structs of the module.</summary>
internal static class Implementations
{
    public static void Declare(ModuleLowering module, LibraryBodies libraries)
    {
        // Mapping types declares more of them: the list may grow while it is read.
        for (int i = 0; i < module.Types.Structs.Count; i++)
        {
            INamedTypeSymbol type = module.Types.Structs[i];
            IrTypeDefinition definition = module.Module.Types[MetadataNames.Of(type)];
            foreach (INamedTypeSymbol contract in type.AllInterfaces)
            {
                foreach (IMethodSymbol member in contract.GetMembers().OfType<IMethodSymbol>())
                    Declare(module, libraries, type, definition, contract, member);
            }
        }
    }

    private static void Declare(ModuleLowering module, LibraryBodies libraries, INamedTypeSymbol type, IrTypeDefinition definition, INamedTypeSymbol contract, IMethodSymbol member)
    {
        string id = module.NameOf(member);
        bool isCalled = module.Constrained.Contains(member.OriginalDefinition) || libraries.CallsConstrained(id);
        if (!isCalled || type.FindImplementationForInterfaceMember(member) is not IMethodSymbol implementation)
            return;
        bool isBridged = Bridges.IsNeeded(module, member, implementation);
        string name = isBridged ? Bridges.NameOf(type, member, implementation) : module.NameOf(implementation);
        if (definition.Implementations.TryGetValue(id, out string? known))
        {
            if (known != name)
                module.Diagnostics.Report("BPF1038", module.Spans.Of(implementation.Locations.FirstOrDefault()), type.Name, member.Name);
            return;
        }

        // An instance member that the interface itself implements works on a boxed copy.
        string? problem = implementation.ContainingType.TypeKind == TypeKind.Interface && !implementation.IsStatic ? "BPF1006" : module.Require(implementation);
        if (problem is not null)
        {
            module.Diagnostics.Report(problem, module.Spans.Of(implementation.Locations.FirstOrDefault()), implementation.Name, implementation.ContainingAssembly?.Name ?? "");
            return;
        }

        definition.Implementations.Add(id, name);
        if (isBridged)
            module.Module.Functions[name] = Bridges.Make(module, type, contract, member, implementation, name);
    }
}
