using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace BpfSharp.Build;

/// <summary>Finds the BPF objects of an assembly in its metadata; nothing is loaded or run.</summary>
/// <remarks><c>[assembly: BpfObject("Ns.X", "Ns.XObjectCode")]</c> names the program class and the type whose constant
/// <c>Base64</c> holds the object.</remarks>
internal static class EmbeddedObjects
{
    private const string AttributeNamespace = "BpfSharp";
    private const string AttributeName = "BpfObjectAttribute";
    private const string ConstantName = "Base64";

    private static readonly char[] s_separators = { '/', '\\', ':', '\0' };

    /// <returns>By the names of the program classes.</returns>
    /// <exception cref="BadImageFormatException">The file is no assembly, or damaged.</exception>
    /// <exception cref="InvalidDataException">The assembly names an object that it does not hold.</exception>
    public static IReadOnlyList<EmbeddedObject> Read(Stream assembly)
    {
        using var file = new PEReader(assembly, PEStreamOptions.LeaveOpen);
        var objects = new List<EmbeddedObject>();
        if (!file.HasMetadata)
            return objects;

        MetadataReader metadata = file.GetMetadataReader();
        if (!metadata.IsAssembly)
            return objects;

        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (IsObjectAttribute(metadata, attribute))
                objects.Add(ReadObject(metadata, attribute));
        }

        objects.Sort(static (left, right) => string.CompareOrdinal(left.ProgramClass, right.ProgramClass));
        return objects;
    }

    private static bool IsObjectAttribute(MetadataReader metadata, CustomAttribute attribute)
    {
        if (attribute.Constructor.Kind == HandleKind.MethodDefinition)
        {
            MethodDefinition constructor = metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor);
            TypeDefinition type = metadata.GetTypeDefinition(constructor.GetDeclaringType());
            return IsAttributeType(metadata, type.Namespace, type.Name);
        }

        EntityHandle parent = metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        if (parent.Kind != HandleKind.TypeReference)
            return false;
        TypeReference reference = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return IsAttributeType(metadata, reference.Namespace, reference.Name);
    }

    private static bool IsAttributeType(MetadataReader metadata, StringHandle space, StringHandle name) =>
        metadata.StringComparer.Equals(name, AttributeName) && metadata.StringComparer.Equals(space, AttributeNamespace);

    private static EmbeddedObject ReadObject(MetadataReader metadata, CustomAttribute attribute)
    {
        // II.23.3: a prolog, then the constructor's two strings.
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        if (value.ReadUInt16() != 1)
            throw new BadImageFormatException($"The value of [assembly: {AttributeName}] is damaged.");
        string? programClass = value.ReadSerializedString();
        string? codeType = value.ReadSerializedString();
        if (string.IsNullOrEmpty(programClass) || string.IsNullOrEmpty(codeType))
            throw new InvalidDataException($"[assembly: {AttributeName}] names no type.");

        // The name becomes that of a file; nobody's assembly writes outside of the folder that was meant.
        if (programClass!.IndexOfAny(s_separators) >= 0)
            throw new InvalidDataException($"[assembly: {AttributeName}] names '{programClass}', which is no class.");

        string base64 = FindConstant(metadata, codeType!)
            ?? throw new InvalidDataException($"The type '{codeType}' with the constant {ConstantName}, which [assembly: {AttributeName}] names for '{programClass}', is missing.");
        try
        {
            return new EmbeddedObject(programClass, Convert.FromBase64String(base64));
        }
        catch (FormatException exception)
        {
            throw new InvalidDataException($"'{codeType}.{ConstantName}' is not base64.", exception);
        }
    }

    private static string? FindConstant(MetadataReader metadata, string typeName)
    {
        string wanted = typeName.Replace('+', '.');
        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            if (FullName(metadata, type) != wanted)
                continue;
            foreach (FieldDefinitionHandle fieldHandle in type.GetFields())
            {
                FieldDefinition field = metadata.GetFieldDefinition(fieldHandle);
                if (!metadata.StringComparer.Equals(field.Name, ConstantName) || field.GetDefaultValue().IsNil)
                    continue;
                Constant constant = metadata.GetConstant(field.GetDefaultValue());
                BlobReader blob = metadata.GetBlobReader(constant.Value);
                return constant.TypeCode == ConstantTypeCode.String ? blob.ReadUTF16(blob.Length) : null;
            }
        }

        return null;
    }

    private static string FullName(MetadataReader metadata, TypeDefinition type)
    {
        string name = metadata.GetString(type.Name);
        while (!type.GetDeclaringType().IsNil)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
            name = metadata.GetString(type.Name) + "." + name;
        }

        string space = metadata.GetString(type.Namespace);
        return space.Length == 0 ? name : space + "." + name;
    }
}
