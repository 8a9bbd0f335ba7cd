using System.Linq;
using System.Text.RegularExpressions;

namespace BpfSharp.Fuzz.Writing;

/// <summary>Maps and constants that programs may name: declared where they are named, for each costs time to create.</summary>
internal static class Maps
{
    private static readonly (string Name, string Declaration)[] s_rows =
    [
        ("Hash", "HashMap<uint, long> Hash = new(maxEntries: 12)"),
        ("Lru", "LruHashMap<uint, long> Lru = new(maxEntries: 64)"),
        ("Array", "ArrayMap<long> Array = new(maxEntries: 8)"),
        ("Records", "ArrayMap<S0> Records = new(maxEntries: 4)"),
        ("PerCpu", "PerCpuArrayMap<long> PerCpu = new(maxEntries: 8)"),
        ("PerCpuHash", "PerCpuHashMap<uint, long> PerCpuHash = new(maxEntries: 12)"),
        ("Lpm", "LpmTrieMap<Ipv4Prefix, uint> Lpm = new(maxEntries: 16)"),
        ("PerCpuLru", "LruPerCpuHashMap<uint, long> PerCpuLru = new(maxEntries: 1024)"),
        ("Pairs", "HashMap<Halves, long> Pairs = new(maxEntries: 40)"),
        ("Queue", "QueueMap<long> Queue = new(maxEntries: 4)"),
        ("Stack", "StackMap<long> Stack = new(maxEntries: 4)"),
        ("Seen", "BloomFilterMap<ulong> Seen = new(maxEntries: 1000)"),
        ("Accounts", "ArrayMap<Account> Accounts = new(maxEntries: 4)"),
        ("Tenants", "ArrayOfMaps<HashMap<uint, long>> Tenants = new(maxEntries: 3, new(maxEntries: 6))"),
        ("Groups", "HashOfMaps<uint, HashMap<uint, long>> Groups = new(maxEntries: 4, new(maxEntries: 6))"),
        ("Ring", "RingBufferMap<long> Ring = new(byteSize: 4096)"),
        ("Timed", "ArrayMap<Deadline> Timed = new(maxEntries: 4)"),
        ("Commands", "UserRingBufferMap<long> Commands = new(byteSize: 4096)"),
        ("Limit", "LoadConstant<int> Limit = 5"),
        ("Wide", "LoadConstant<ulong> Wide = 0x8000000000000001"),
    ];

    public static string Declare(string text) => string.Concat(s_rows
        .Where(r => Regex.IsMatch(text, $@"(?<![\w.]){r.Name}(?![\w(])"))
        .Select(static r => $"    private static readonly {r.Declaration};\n"));
}
