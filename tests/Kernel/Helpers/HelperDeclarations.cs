using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>The helpers of the runtime, with the members of its classes that call them.</summary>
internal static class HelperDeclarations
{
    private const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
    private const byte Call = 0x28;
    private const byte CallVirtual = 0x6f;

    public static IReadOnlyList<HelperDeclaration> All { get; } = Collect();

    /// <summary>The kernel functions of the runtime.</summary>
    public static IReadOnlyList<HelperDeclaration> Kfuncs { get; } = CollectKfuncs();

    private static List<HelperDeclaration> CollectKfuncs()
    {
        List<MethodInfo> methods = [.. typeof(BpfHelperAttribute).Assembly.GetTypes().SelectMany(static t => t.GetMethods(Everything))];
        ILookup<string, string> members = methods
            .SelectMany(m => Targets(m).Select(t => (Kfunc: t.GetCustomAttribute<BpfKfuncAttribute>(), Member: NameOf(m))))
            .Where(static c => c.Kfunc is not null)
            .ToLookup(static c => c.Kfunc!.Name, static c => c.Member);
        return
        [
            .. methods
                .Select(static m => m.GetCustomAttribute<BpfKfuncAttribute>())
                .Where(static k => k is not null)
                .DistinctBy(static k => k!.Name)
                .OrderBy(static k => k!.Name, StringComparer.Ordinal)
                .Select(k => new HelperDeclaration(0, k!.Name, k.Programs, k.Since, true, k.Simulation, [.. members[k.Name].Distinct().Order(StringComparer.Ordinal)])),
        ];
    }

    private static List<HelperDeclaration> Collect()
    {
        List<MethodInfo> methods = [.. typeof(BpfHelperAttribute).Assembly.GetTypes().SelectMany(static t => t.GetMethods(Everything))];
        ILookup<int, string> members = methods
            .SelectMany(m => Called(m).Select(id => (Id: id, Member: NameOf(m))))
            .Concat(methods.Where(static m => m.GetCustomAttribute<BpfHelperAttribute>() is not null && !m.IsStatic).Select(static m => (m.GetCustomAttribute<BpfHelperAttribute>()!.Id, NameOf(m))))
            .Distinct()
            .ToLookup(static c => c.Item1, static c => c.Item2);
        return
        [
            .. methods
                .Select(static m => (Method: m, Helper: m.GetCustomAttribute<BpfHelperAttribute>()))
                .Where(static m => m.Helper is not null)
                .GroupBy(static m => m.Helper!.Id)
                .Select(g => Declaration(g.Key, [.. g.Select(static m => m.Helper!)], [.. g.Select(static m => NameOf(m.Method)).Distinct()], [.. members[g.Key]]))
                .OrderBy(static d => d.Id),
        ];
    }

    private static HelperDeclaration Declaration(int id, List<BpfHelperAttribute> helpers, List<string> methods, List<string> members)
    {
        // Of a helper that is declared several times, for maps of different kinds, the first kernel is that of the oldest.
        BpfHelperAttribute first = helpers.MinBy(static h => Version.Parse(h.Since))!;
        string simulation = string.Join("; ", helpers.Select(static h => h.Simulation).Where(static s => s.Length != 0).Distinct());
        return new HelperDeclaration(id, first.Name.Split(' ')[0], first.Programs, first.Since, first.Gpl, simulation, members.Count == 0 ? methods : [.. members.Order(StringComparer.Ordinal)]);
    }

    // Helpers that a member's IL calls; a token that is none resolves to nothing of ours.
    private static IEnumerable<int> Called(MethodInfo method) =>
        Targets(method).Select(static t => t.GetCustomAttribute<BpfHelperAttribute>()).Where(static h => h is not null).Select(static h => h!.Id);

    private static IEnumerable<MethodBase> Targets(MethodInfo method)
    {
        if (!IsForPrograms(method) || method.GetMethodBody()?.GetILAsByteArray() is not { } code)
            yield break;
        for (int i = 0; i + 5 <= code.Length; i++)
        {
            if (code[i] is Call or CallVirtual && Resolve(method, BitConverter.ToInt32(code, i + 1)) is { } target)
                yield return target;
        }
    }

    private static bool IsForPrograms(MethodInfo method) =>
        method.GetCustomAttribute<BpfFunctionAttribute>() is not null || method.DeclaringType!.GetCustomAttribute<BpfFunctionAttribute>() is not null;

    private static MethodBase? Resolve(MethodInfo method, int token)
    {
        try
        {
            MethodBase? resolved = method.Module.ResolveMethod(
                token,
                method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
                method.IsGenericMethod ? method.GetGenericArguments() : null);
            return resolved is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : resolved;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static string NameOf(MethodInfo method)
    {
        string name = method.IsSpecialName && method.Name.StartsWith("get_", StringComparison.Ordinal) ? method.Name[4..] : method.Name;
        return $"{method.DeclaringType!.Name.Split('`')[0]}.{name}";
    }
}
