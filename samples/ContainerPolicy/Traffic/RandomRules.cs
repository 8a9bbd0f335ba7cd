using System;
using System.Text;

namespace ContainerPolicy.Traffic;

/// <summary>Many rules about networks inside 172.16.0.0/12 and fdac::/16, overlapping, the same each time.</summary>
internal static class RandomRules
{
    private const int Seed = 82;

    public static readonly ushort[] Ports = [1001, 1002, 1003];

    /// <summary>A policy of that many rules, in the text form.</summary>
    public static string Text(int rules)
    {
        var random = new Random(Seed);
        var text = new StringBuilder();
        var seen = new System.Collections.Generic.HashSet<string>();
        while (seen.Count < rules)
        {
            string action = random.Next(2) == 0 ? "allow" : "deny";
            string protocol = random.Next(8) == 0 ? "any" : "udp";
            string port = protocol == "udp" && random.Next(3) != 0 ? $" port {Ports[random.Next(Ports.Length)]}" : "";
            string network = random.Next(3) == 0 ? Network6(random) : Network4(random);
            if (seen.Add($"{protocol} {network}{port}"))
                text.AppendLine($"out {action} {protocol} to {network}{port}");
        }

        return text.ToString();
    }

    /// <summary>An address that many of the rules are about.</summary>
    public static byte[] Address(Random random, bool v6)
    {
        if (!v6)
            return [172, (byte)(16 + random.Next(16)), (byte)random.Next(64), (byte)random.Next(256)];
        byte[] address = new byte[16];
        (address[0], address[1], address[3], address[5], address[15]) = (0xfd, 0xac, (byte)random.Next(16), (byte)random.Next(64), (byte)(1 + random.Next(255)));
        return address;
    }

    private static string Network4(Random random)
    {
        int length = random.Next(12, 33);
        byte[] address = Address(random, v6: false);
        uint value = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address) & (uint)(ulong.MaxValue << (32 - length));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(address, value);
        return $"{new System.Net.IPAddress(address)}/{length}";
    }

    private static string Network6(Random random)
    {
        int length = random.Next(2, 9) * 8;
        byte[] address = Address(random, v6: true);
        address.AsSpan(length / 8).Clear();
        return $"{new System.Net.IPAddress(address)}/{length}";
    }
}
