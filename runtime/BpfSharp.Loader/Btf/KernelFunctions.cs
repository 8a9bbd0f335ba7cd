using System;
using System.Collections.Generic;
using System.IO;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader.Btf;

/// <summary>Finds kernel functions in the running kernel's BTF. Functions of modules are not looked for.</summary>
internal static class KernelFunctions
{
    private const string KernelTypes = "/sys/kernel/btf/vmlinux";

    /// <summary>BTF ids by name, of the functions that programs call.</summary>
    /// <exception cref="MissingKernelFunctionException">The kernel has not got one of them.</exception>
    public static IReadOnlyDictionary<string, int> Resolve(BpfObject source)
    {
        if (source.KernelFunctions.Count == 0)
            return new Dictionary<string, int>();
        return Resolve(source, ReadTypes(source.KernelFunctions[0].Name), KernelAge.Running, KernelAge.Note(source.Info?.TargetKernel));
    }

    /// <param name="types">Bytes of the kernel's BTF.</param>
    /// <param name="kernel">The kernel's version, for what is said.</param>
    /// <param name="note">What else to say of the kernel's age, or empty.</param>
    internal static IReadOnlyDictionary<string, int> Resolve(BpfObject source, ReadOnlySpan<byte> types, string kernel, string note)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (BpfKernelFunction function in source.KernelFunctions)
            names.Add(function.Name);
        Dictionary<string, int> found = FunctionScan.Find(types, names);
        foreach (BpfKernelFunction function in source.KernelFunctions)
        {
            if (!found.ContainsKey(function.Name))
            {
                throw new MissingKernelFunctionException(
                    $"{Callers(source, function.Name)} the kernel function '{function.Name}', which this kernel (Linux {kernel}) does not have: it is too old or too new for it, was built without that part, or has it in a module. {note}".TrimEnd(),
                    function.Name);
            }
        }
        return found;
    }

    private static string Callers(BpfObject source, string function)
    {
        BpfProgramImage? program = source.Programs.Find(p => p.Relocations.Exists(r => r.Kind == BpfRelocationKind.KernelFunction && r.Symbol == function));
        return program is null ? "The object declares" : $"Program '{program.Name}' calls";
    }

    private static byte[] ReadTypes(string function)
    {
        try
        {
            return File.ReadAllBytes(KernelTypes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MissingKernelFunctionException(
                $"The kernel function '{function}' can't be looked up: {KernelTypes} can't be read ({e.Message}). The kernel needs CONFIG_DEBUG_INFO_BTF, and sysfs must be mounted.", function);
        }
    }
}
