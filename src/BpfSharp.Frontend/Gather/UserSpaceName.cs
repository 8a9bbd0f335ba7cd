using System.Globalization;

namespace BpfSharp.Frontend.Gather;

/// <summary>How a field of the program class is called on the generated object: <c>s_seen</c>, <c>_seen</c> and <c>seen</c> are <c>Seen</c>.</summary>
public static class UserSpaceName
{
    public static string Of(string field)
    {
        string name = field.StartsWith("s_", System.StringComparison.Ordinal) ? field.Substring(2) : field;
        name = name.TrimStart('_');
        if (name.Length == 0 || char.IsDigit(name[0]))
            return field;
        return char.ToUpper(name[0], CultureInfo.InvariantCulture) + name.Substring(1);
    }
}
