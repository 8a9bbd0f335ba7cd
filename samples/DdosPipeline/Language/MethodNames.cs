using System;
using System.Collections.Generic;

namespace DdosPipeline.Language;

/// <summary>What files call signatures that are C# methods.</summary>
internal static class MethodNames
{
    public static readonly IReadOnlyDictionary<string, MethodSignature> All = new Dictionary<string, MethodSignature>(StringComparer.Ordinal)
    {
        ["tcp-without-flags"] = MethodSignature.TcpWithoutFlags,
        ["dns-any-query"] = MethodSignature.DnsAnyQuery,
        ["land-attack"] = MethodSignature.LandAttack,
    };
}
