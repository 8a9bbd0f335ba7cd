using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/lpm_trie.c</c>: keys are a prefix length in bits, then bytes whose first bits count.</summary>
internal sealed class LpmTrieStorage : KeyedStorage
{
    private const int LengthSize = sizeof(uint);

    private readonly uint _maxLength;

    // By prefix length: the bytes, bits beyond the prefix cleared -> the key as it was given, and the value.
    private readonly Dictionary<byte[], (byte[] Key, byte[] Value)>?[] _byLength;

    public LpmTrieStorage(MapStorageOptions options)
        : base(options)
    {
        _maxLength = (uint)(options.KeySize - LengthSize) * 8;
        _byLength = new Dictionary<byte[], (byte[] Key, byte[] Value)>?[_maxLength + 1];
    }

    public override int Count => _byLength.Sum(static d => d?.Count ?? 0);

    public override ref byte Lookup(scoped ReadOnlySpan<byte> key, int cpu)
    {
        uint length = Length(key);
        if (length <= _maxLength)
        {
            byte[] bytes = key[LengthSize..].ToArray();
            for (int candidate = (int)length; candidate >= 0; candidate--)
            {
                if (_byLength[candidate] is not { Count: > 0 } prefixes)
                    continue;
                Mask(bytes, candidate);
                if (prefixes.TryGetValue(bytes, out (byte[] Key, byte[] Value) entry))
                    return ref MemoryMarshal.GetArrayDataReference(entry.Value);
            }
        }

        return ref Unsafe.NullRef<byte>();
    }

    public override int Update(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ulong flags, int cpu)
    {
        uint length = Length(key);
        if (flags > ChangeOnly || length > _maxLength)
            return -KernelError.Invalid;
        Dictionary<byte[], (byte[] Key, byte[] Value)> prefixes = _byLength[length] ??= new(KeyComparer.Instance);
        byte[] masked = Masked(key, (int)length);
        bool exists = prefixes.ContainsKey(masked);
        if (CheckUpdate(exists, flags) is < 0 and var error)
            return error;
        if (!exists && (uint)Count >= Options.MaxEntries)
            return -KernelError.NoSpace;
        prefixes[masked] = (key.ToArray(), value.ToArray());
        return 0;
    }

    public override int Delete(ReadOnlySpan<byte> key)
    {
        uint length = Length(key);
        if (length > _maxLength)
            return -KernelError.Invalid;
        return _byLength[length] is { } prefixes && prefixes.Remove(Masked(key, (int)length)) ? 0 : -KernelError.NoEntry;
    }

    public override IReadOnlyList<(byte[] Key, byte[] Value)> Snapshot() =>
        [.. _byLength.Where(static d => d is not null).SelectMany(static d => d!.Values).Select(static e => (e.Key, (byte[])e.Value.Clone()))];

    public override void Clear() => Array.Clear(_byLength);

    private static uint Length(ReadOnlySpan<byte> key) => BinaryPrimitives.ReadUInt32LittleEndian(key);

    private static byte[] Masked(ReadOnlySpan<byte> key, int bits)
    {
        byte[] bytes = key[LengthSize..].ToArray();
        Mask(bytes, bits);
        return bytes;
    }

    private static void Mask(Span<byte> bytes, int bits)
    {
        int whole = bits / 8;
        if (whole >= bytes.Length)
            return;
        bytes[whole] &= (byte)(0xff00 >> (bits % 8));
        bytes[(whole + 1)..].Clear();
    }
}
