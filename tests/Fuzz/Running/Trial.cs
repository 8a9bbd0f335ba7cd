using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Views;

namespace BpfSharp.Fuzz.Running;

/// <summary>Runs one program by .NET and by the kernel on the same packets and map contents, and compares all that can be seen.</summary>
internal static class Trial
{
    /// <param name="selfCheck">Gives the kernel's maps other contents: then there must be mismatches.</param>
    public static Outcome Run(Assembly assembly, string name, byte[][] packets, int seed, bool selfCheck)
    {
        IDisposable? loaded = null;
        try
        {
            using var simulation = (IDisposable)Activator.CreateInstance(assembly.GetType(name + "Simulation", throwOnError: true)!, [null])!;
            loaded = (IDisposable)assembly.GetType(name + "Loader", throwOnError: true)!.GetMethod("Load")!.Invoke(null, [null])!;
            Type api = assembly.GetType("I" + name, throwOnError: true)!;
            return Compare(api, simulation, loaded, packets, seed, selfCheck ? seed + 1 : seed);
        }
        catch (TargetInvocationException e) when (e.InnerException is VerifierException refusal)
        {
            return new Outcome(OutcomeKind.Refused, refusal.Message, []);
        }
        catch (TargetInvocationException e)
        {
            return new Outcome(OutcomeKind.Crashed, e.InnerException!.ToString(), []);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return new Outcome(OutcomeKind.Crashed, e.ToString(), []);
        }
        finally
        {
            loaded?.Dispose();
        }
    }

    private static Outcome Compare(Type api, object simulation, object loaded, byte[][] packets, int seed, int kernelSeed)
    {
        Fill(api, simulation, seed);
        Fill(api, loaded, kernelSeed);
        PropertyInfo run = api.GetProperty("Run")!;
        var expected = (IXdpProgram)run.GetValue(simulation)!;
        var actual = (IXdpProgram)run.GetValue(loaded)!;
        for (int i = 0; i < packets.Length; i++)
        {
            XdpResult wanted = expected.Run(packets[i]);
            XdpResult got = actual.Run(packets[i]);
            var differences = new List<string>();
            if (wanted.Verdict != got.Verdict)
                differences.Add($"verdict: .NET {wanted.Verdict}, kernel {got.Verdict}");
            if (!wanted.Packet.AsSpan().SequenceEqual(got.Packet))
                differences.Add($"packet: .NET {Convert.ToHexString(wanted.Packet)}, kernel {Convert.ToHexString(got.Packet)}, first at {wanted.Packet.AsSpan().CommonPrefixLength(got.Packet)}");
            string[] left = State(api, simulation), right = State(api, loaded);
            for (int j = 0; j < left.Length; j++)
            {
                if (left[j] != right[j])
                    differences.Add($"{left[j]} (.NET), {right[j]} (kernel)");
            }

            if (differences.Count > 0)
            {
                string fault = wanted.Exception is { } e ? $"\n.NET faulted: {e.GetType().Name} at {wanted.Fault}" : "";
                return new Outcome(OutcomeKind.Mismatch, string.Join("\n", differences) + fault, packets[..(i + 1)]);
            }
        }

        return Outcome.Equal;
    }

    private static void Fill(Type api, object instance, int seed)
    {
        var random = new Random(seed);
        T? View<T>(string name) where T : class => api.GetProperty(name)?.GetValue(instance) as T;
        foreach (string map in new[] { "Hash", "Lru" })
        {
            var view = View<IHashMapView<uint, long>>(map);
            for (uint key = 0; key < 16; key += (uint)random.Next(1, 4))
            {
                long value = Inputs.Value(random);
                if (view is not null && key < 10)
                    view[key] = value;
            }
        }

        var array = View<IArrayMapView<long>>("Array");
        for (uint index = 0; index < 8; index++)
        {
            long value = Inputs.Value(random);
            if (array is not null)
                array[index] = value;
        }

        if (View<IHashMapView<Ipv4Prefix, uint>>("Lpm") is { } lpm)
        {
            lpm[Ipv4Prefix.Parse("10.0.0.0/8")] = 1;
            lpm[Ipv4Prefix.Parse("10.1.0.0/16")] = 2;
            lpm[Ipv4Prefix.Parse("10.1.2.0/24")] = 3;
            lpm[Ipv4Prefix.Parse("10.1.2.128/25")] = 4;
        }
    }

    private static string[] State(Type api, object instance)
    {
        var lines = new List<string>();
        foreach (PropertyInfo property in api.GetProperties().Where(static p => p.Name != "Run").OrderBy(static p => p.Name, StringComparer.Ordinal))
            lines.Add($"{property.Name}: {Describe(property.GetValue(instance))}");
        var faults = (IReadOnlyList<FaultCount>)instance.GetType().GetMethod("ReadFaults")!.Invoke(instance, [])!;
        lines.Add("faults: " + string.Join("; ", faults.GroupBy(static f => $"{f.Site.Kind} line {f.Site.Line}")
            .Select(static g => $"{g.Key}: {g.Sum(static f => (long)f.Count)}").Order(StringComparer.Ordinal)));
        return [.. lines];
    }

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
            case IEnumerable items:
                return string.Join(" ", items.Cast<object>().Select(Element).Order(StringComparer.Ordinal));
            default:
                return Element(value!);
        }
    }

    private static string Element(object value)
    {
        Type type = value.GetType();
        if (type.IsPrimitive || type.IsEnum)
            return Convert.ToString(value is Enum e ? Convert.ToInt64(e, CultureInfo.InvariantCulture) : value, CultureInfo.InvariantCulture)!;
        if (type.Namespace == "System.Collections.Generic" || type.Namespace is not null)
            return value.ToString()!;
        return "(" + string.Join(",", type.GetFields().Select(f => Element(f.GetValue(value)!))) + ")";
    }
}
