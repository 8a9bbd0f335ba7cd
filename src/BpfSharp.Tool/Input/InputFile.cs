using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Build;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Model;

namespace BpfSharp.Tool.Input;

/// <summary>A .NET assembly with embedded objects, or a BPF object file.</summary>
internal static class InputFile
{
    private static readonly byte[] s_elfMagic = [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    /// <exception cref="InputException">The file can't be read, is damaged, or holds no object.</exception>
    public static IReadOnlyList<InputObject> Read(string path)
    {
        byte[] bytes = ReadBytes(path);
        if (bytes.AsSpan().StartsWith(s_elfMagic))
            return [Parse(Path.GetFileName(path), bytes)];
        return ReadAssembly(path, bytes).Select(embedded => Parse(embedded.ProgramClass, embedded.Content)).ToList();
    }

    /// <summary>The objects of an assembly as they are, without reading them.</summary>
    /// <exception cref="InputException">The file can't be read, is no assembly, or holds no object.</exception>
    public static IReadOnlyList<EmbeddedObject> ReadEmbedded(string path)
    {
        byte[] bytes = ReadBytes(path);
        if (bytes.AsSpan().StartsWith(s_elfMagic))
            throw new InputException($"'{path}' is an object file, not an assembly that holds some.");
        return ReadAssembly(path, bytes);
    }

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' can't be read: {exception.Message}", exception);
        }
    }

    private static IReadOnlyList<EmbeddedObject> ReadAssembly(string path, byte[] bytes)
    {
        try
        {
            IReadOnlyList<EmbeddedObject> objects = EmbeddedObjects.Read(new MemoryStream(bytes, writable: false));
            return objects.Count > 0 ? objects : throw new InputException($"'{path}' holds no BPF objects.");
        }
        catch (BadImageFormatException exception)
        {
            throw new InputException($"'{path}' is neither a .NET assembly nor a BPF object: {exception.Message}", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InputException($"'{path}' is damaged: {exception.Message}", exception);
        }
    }

    private static InputObject Parse(string name, byte[] content)
    {
        try
        {
            BpfObject model = BpfObjectReader.Read(content);
            return new InputObject(name, content, model);
        }
        catch (BpfObjectFormatException exception)
        {
            throw new InputException($"The object '{name}' can't be read: {exception.Message}", exception);
        }
    }
}
