using System;
using System.Collections.Generic;
using System.Text;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>Walks through a map's entries while programs may change it: in batches where the kernel can, otherwise key by key.</summary>
/// <remarks>Batches see every entry that stays, of a hash once. A trie is walked from its start again when the entry at the cursor has gone (<c>trie_get_next_key</c>):
/// what has been seen is remembered there. Key by key, the kernel starts over when the current key is deleted by somebody else, so
/// the next key is always fetched before the current entry is given out.</remarks>
internal sealed unsafe class MapWalk
{
    private const uint FirstBatch = 256;
    private const ulong MostRepeats = 64;

    private readonly KernelMap _map;
    private readonly int _keySize;
    private readonly int _valueSize;

    // The cursor of a batch is a key or, for hashes, a bucket number of 4 bytes.
    private readonly byte[] _cursor;
    private byte[] _keys;
    private byte[] _values;
    private uint _count;
    private uint _at;
    private bool _isStarted;
    private bool _isLast;
    private bool _byKey;
    private bool _resumes;
    private int _interruptions;

    // Tries only.
    private readonly HashSet<string>? _seen;
    private ulong _repeats;

    public MapWalk(KernelMap map)
    {
        _map = map;
        _keySize = map.Shape.KeySize;
        _valueSize = map.Shape.LookupSize;
        _seen = map.Shape.MapType == MapType.LpmTrie ? new(StringComparer.Ordinal) : null;
        _cursor = new byte[Math.Max(_keySize, 8)];
        _keys = new byte[_keySize * FirstBatch];
        _values = new byte[_valueSize * FirstBatch];
    }

    /// <summary>Goes on where a batch has ended.</summary>
    public MapWalk(KernelMap map, ReadOnlySpan<byte> cursor)
        : this(map)
    {
        cursor.CopyTo(_cursor);
        _isStarted = true;
        _resumes = true;
    }

    public ReadOnlySpan<byte> Key => _keys.AsSpan((int)_at * _keySize, _keySize);

    public ReadOnlySpan<byte> Value => _values.AsSpan((int)_at * _valueSize, _valueSize);

    public bool MoveNext()
    {
        while (MoveOn())
        {
            if (_seen is null || _seen.Add(Encoding.Latin1.GetString(Key)))
                return true;
            if (++_repeats > MostRepeats * (ulong)_map.Shape.MaxEntries)
                throw new BpfException($"Map '{_map.Name}' changes faster than it can be read; read it when fewer entries come and go.");
        }
        return false;
    }

    private bool MoveOn()
    {
        if (_isStarted && !_byKey && !_resumes && ++_at < _count)
            return true;
        _resumes = false;
        if (!_byKey && TryFetch())
            return _count > 0;
        return _byKey && NextByKey();
    }

    // False when there is nothing more, or where the kernel has no batches for this map (then _byKey is set).
    private bool TryFetch()
    {
        while (!_isLast)
        {
            _at = 0;
            _count = (uint)(_keys.Length / _keySize);
            int result = Fetch();
            if (result == -Errno.ENOSPC && _keys.Length / _keySize <= (long)_map.Shape.MaxEntries * 2)
            {
                // A hash bucket has more entries than fit.
                Array.Resize(ref _keys, _keys.Length * 2);
                Array.Resize(ref _values, _values.Length * 2);
                continue;
            }
            if (!_isStarted && MapBatches.IsUnknown(result))
            {
                _byKey = true;
                return false;
            }
            // Interrupted before its first element: from the same place again.
            if (_count == 0 && Interruption.IsWorthAnother(result, ref _interruptions))
                continue;
            _isStarted = true;
            _isLast = result == -Errno.ENOENT;
            if (result < 0 && !_isLast)
                throw _map.Failure("read", result);
            if (_count > 0)
                return true;
        }
        return false;
    }

    private int Fetch()
    {
        fixed (byte* cursor = _cursor, keys = _keys, values = _values)
            return _map.Batch(BpfCommand.MapLookupBatch, _isStarted ? cursor : null, cursor, keys, values, ref _count);
    }

    // Keys: the current one is at 0, the one after it in _cursor.
    private bool NextByKey()
    {
        fixed (byte* next = _cursor, key = _keys, value = _values)
        {
            if (!_isStarted)
            {
                _isStarted = true;
                _isLast = !Advance(null, next);
            }
            while (!_isLast)
            {
                _cursor.AsSpan(0, _keySize).CopyTo(_keys);
                _isLast = !Advance(key, next);
                int result = _map.Lookup(key, value);
                if (result == 0)
                    return true;
                if (result != -Errno.ENOENT)
                    throw _map.Failure("read", result);
            }
            return false;
        }
    }

    private bool Advance(byte* key, byte* next)
    {
        int result = _map.NextKey(key, next);
        return result == 0 || (result == -Errno.ENOENT ? false : throw _map.Failure("walk through", result));
    }
}
