using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using BpfSharp.Views;

namespace BpfSharp.Fuzz.Running;

/// <summary>Maps, static fields and faults of both sides as text.</summary>
internal sealed class StateComparison
{
    private readonly Pair _pair;
    private readonly (string Name, Func<object, object?> Get)[] _properties;

    public StateComparison(Pair pair)
    {
        _pair = pair;
        _properties = [.. pair.Api.GetProperties().Where(static p => !typeof(IXdpProgram).IsAssignableFrom(p.PropertyType) && !typeof(ITcProgram).IsAssignableFrom(p.PropertyType)).OrderBy(static p => p.Name, StringComparer.Ordinal)
            .Select(static p => (p.Name, (Func<object, object?>)p.GetValue))];
    }

    public IEnumerable<string> Differences()
    {
        foreach ((string name, Func<object, object?> get) in _properties)
        {
            string left = Describe(get(_pair.Simulation)), right = Describe(get(_pair.Loaded));
            if (left != right)
                yield return $"{name}: {left} (.NET), {right} (kernel)";
        }

        string expected = Faults(_pair.Simulation), actual = Faults(_pair.Loaded);
        if (expected != actual)
            yield return $"faults: {expected} (.NET), {actual} (kernel)";
    }

    // By kind and line: .NET's exceptions know no columns.
    private string Faults(object side) => string.Join("; ", _pair.FaultsOf(side).GroupBy(static f => $"{f.Site.Kind} line {f.Site.Line}")
        .Select(static g => $"{g.Key}: {g.Sum(static f => (long)f.Count)}").Order(StringComparer.Ordinal));

    private static string Describe(object? value)
    {
        switch (value)
        {
            case IRingBufferView<long> ring:
                var records = new List<string>();
                while (ring.TryRead(out long record))
                    records.Add(record.ToString(CultureInfo.InvariantCulture));
                return string.Join(" ", records);
            case IPerCpuArrayMapView<long> cpus:
                return string.Join(" ", cpus.Select(static c => c.Aggregate(0L, static (a, b) => a + b)));
            case IPerCpuHashMapView<uint, long> cpus:
                return string.Join(" ", cpus.Select(static c => $"{c.Key}={c.Value.Aggregate(0L, static (a, b) => a + b)}").Order(StringComparer.Ordinal));
            case IQueueMapView<long> queue:
                var items = new List<string>();
                while (queue.TryPop(out long item))
                    items.Add(item.ToString(CultureInfo.InvariantCulture));
                return string.Join(" ", items);
            case IMapOfMapsView<uint, IHashMapView<uint, long>> maps:
                return string.Join("; ", maps.Keys.Order().Select(k => $"{k}: {Describe(maps[k])}"));
            // Asked by programs only.
            case IBloomFilterView<ulong> or IProgramArrayView or IUserRingBufferView<long>:
                return "";
            case IEnumerable all:
                return string.Join(" ", all.Cast<object>().Select(Element).Order(StringComparer.Ordinal));
            default:
                return Element(value!);
        }
    }

    private static string Element(object value)
    {
        Type type = value.GetType();
        if (type.IsPrimitive || type.IsEnum)
            return Convert.ToString(value is Enum e ? Convert.ToInt64(e, CultureInfo.InvariantCulture) : value, CultureInfo.InvariantCulture)!;
        // A key may be a structure, which does not print its fields.
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>))
            return Element(type.GetProperty("Key")!.GetValue(value)!) + "=" + Element(type.GetProperty("Value")!.GetValue(value)!);
        return type.Namespace is not null
            ? value.ToString()!
            : "(" + string.Join(",", type.GetFields(BindingFlags.Instance | BindingFlags.Public).Select(f => Element(f.GetValue(value)!))) + ")";
    }
}
