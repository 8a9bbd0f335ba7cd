using System;
using BpfSharp.Protocols;
using BpfSharp.Views;

namespace BpfSharp.Fuzz.Inputs;

/// <summary>Random contents for the maps that every written program declares; equal for equal seeds.</summary>
internal static class MapContents
{
    /// <param name="api">The generated interface.</param>
    /// <param name="instance">A simulation or a loaded object.</param>
    public static void Fill(Type api, object instance, int seed)
    {
        var random = new Random(seed);
        T? View<T>(string name) where T : class => api.GetProperty(name)?.GetValue(instance) as T;
        foreach (string map in new[] { "Hash", "Lru" })
        {
            var view = View<IHashMapView<uint, long>>(map);
            for (uint key = 0; key < 16; key += (uint)random.Next(1, 4))
            {
                long value = Values.Next(random);
                if (view is not null && key < 10)
                    view[key] = value;
            }
        }

        var array = View<IArrayMapView<long>>("Array");
        for (uint index = 0; index < 8; index++)
        {
            long value = Values.Next(random);
            if (array is not null)
                array[index] = value;
        }

        foreach (string name in new[] { "Tenants", "Groups" })
        {
            if (View<IMapOfMapsView<uint, IHashMapView<uint, long>>>(name) is not { } maps)
                continue;
            for (uint key = 0; key < 3; key += 2)
            {
                IHashMapView<uint, long> inner = maps.Create(key);
                inner[key] = key + 5;
                inner[3] = -1;
            }
        }

        // More than one run reads.
        var commands = View<IUserRingBufferView<long>>("Commands");
        for (int i = 0; i < 40; i++)
        {
            long value = Values.Next(random);
            commands?.TryWrite(in value);
        }

        if (View<IHashMapView<Ipv4Prefix, uint>>("Lpm") is { } lpm)
        {
            lpm[Ipv4Prefix.Parse("10.0.0.0/8")] = 1;
            lpm[Ipv4Prefix.Parse("10.1.0.0/16")] = 2;
            lpm[Ipv4Prefix.Parse("10.1.2.0/24")] = 3;
            lpm[Ipv4Prefix.Parse("10.1.2.128/25")] = 4;
        }
    }
}
