using System.Globalization;
using System.Text;

namespace BpfSharp.Objects.Btf;

/// <summary>Makes C identifiers of C# names: the kernel refuses BTF and objects with any other names.</summary>
public static class BtfNames
{
    /// <summary>Kernels before 6.1 end names at 127 characters (KSYM_NAME_LEN).</summary>
    public const int MaxLength = 127;

    private const string BackingField = ">k__BackingField";

    /// <summary>The name itself where it is a C identifier; else a readable one, the same for the same name.</summary>
    /// <remarks>The backing field of property <c>V</c> becomes <c>V</c>, as C# lets no other field have that name.
    /// <c>Ns.Pair&lt;uint, byte&gt;</c> becomes <c>Ns_Pair_uint_byte</c>. Different names may become one: that harms no type or member;
    /// whoever needs unique symbols makes them so.</remarks>
    public static string Mangle(string name)
    {
        if (name.Length > BackingField.Length + 1 && name[0] == '<' && name.EndsWith(BackingField, System.StringComparison.Ordinal))
            name = name.Substring(1, name.Length - BackingField.Length - 1);

        var result = new StringBuilder(name.Length + 8);
        bool separate = false;
        foreach (char c in name)
        {
            if (!IsIdentifier(c) && c < 128)
            {
                separate = result.Length > 0;
                continue;
            }

            if (separate)
                result.Append('_');
            separate = false;
            if (c < 128)
                result.Append(c);
            else
                result.Append('u').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
        }

        if (result.Length == 0 || result[0] is >= '0' and <= '9')
            result.Insert(0, '_');
        return result.Length <= MaxLength ? result.ToString() : Shorten(result.ToString(), name);
    }

    /// <summary>Whether a kernel takes the name as it is.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MaxLength || name[0] is >= '0' and <= '9')
            return false;
        foreach (char c in name)
        {
            if (!IsIdentifier(c))
                return false;
        }

        return true;
    }

    private static bool IsIdentifier(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';

    private static string Shorten(string mangled, string name)
    {
        // FNV-1a: string.GetHashCode differs between processes.
        uint hash = 2166136261;
        foreach (char c in name)
            hash = unchecked((hash ^ c) * 16777619);
        return mangled.Substring(0, MaxLength - 9) + "_" + hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
