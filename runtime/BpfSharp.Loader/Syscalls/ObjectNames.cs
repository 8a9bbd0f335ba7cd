using System;
using System.Text;

namespace BpfSharp.Loader.Syscalls;

/// <summary>Names of kernel objects: the kernel takes 15 bytes of <c>[A-Za-z0-9_.]</c> (<c>bpf_obj_name_cpy</c>).</summary>
internal static class ObjectNames
{
    private const int Longest = 15;

    /// <summary>Cuts the name and replaces what the kernel refuses.</summary>
    public static ObjectName Encode(string name)
    {
        ObjectName encoded = default;
        for (int i = 0; i < name.Length && i < Longest; i++)
            encoded[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] == '.' ? (byte)name[i] : (byte)'_';
        return encoded;
    }

    /// <summary>The name as the kernel has it.</summary>
    public static string Cut(string name) => Decode(Encode(name));

    public static string Decode(ObjectName name)
    {
        ReadOnlySpan<byte> bytes = name;
        int end = bytes.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
