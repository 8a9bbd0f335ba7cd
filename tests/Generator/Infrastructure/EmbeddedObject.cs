using System;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Model;
using Microsoft.CodeAnalysis;
using Xunit;

namespace BpfSharp.Generator.Tests.Infrastructure;

/// <summary>The object that a run has generated for a program class.</summary>
internal static class EmbeddedObject
{
    public static BpfObject Of(GeneratorRun run, string programClass) => BpfObjectReader.Read(Convert.FromBase64String(Base64(run, programClass)));

    public static string Base64(GeneratorRun run, string programClass)
    {
        INamedTypeSymbol code = run.Output.GetTypeByMetadataName(programClass + "ObjectCode")!;
        return (string)((IFieldSymbol)Assert.Single(code.GetMembers("Base64"))).ConstantValue!;
    }
}
