using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

/// <summary>A piece of memory; pointers stored in it are kept beside their bytes.</summary>
internal sealed class Memory(string name, byte[] bytes, bool isShared = false)
{
    private readonly Dictionary<long, Cell> _pointers = [];

    public string Name => name;

    public byte[] Bytes => bytes;

    /// <summary>Others see it: reads and writes are part of what a program does.</summary>
    public bool IsShared => isShared;

    public bool Has(long offset, int size) => offset >= 0 && offset + size <= bytes.Length;

    public ulong Read(long offset, int size)
    {
        ulong value = 0;
        for (int i = size - 1; i >= 0; i--)
            value = (value << 8) | bytes[offset + i];
        return value;
    }

    public void Write(long offset, int size, ulong value)
    {
        for (int i = 0; i < size; i++)
        {
            bytes[offset + i] = (byte)(value >> (8 * i));
            _pointers.Remove(offset + i);
        }
    }

    public Cell ReadPointer(long offset) => _pointers.TryGetValue(offset, out Cell pointer) ? pointer : new Cell((long)Read(offset, 8));

    public void WritePointer(long offset, Cell pointer)
    {
        Write(offset, 8, (ulong)pointer.Number);
        if (pointer.Memory is not null)
            _pointers[offset] = pointer;
    }
}

/// <summary>A value: a number, or a pointer as memory and offset.</summary>
internal readonly record struct Cell(long Number, Memory? Memory = null)
{
    public int Int32 => unchecked((int)Number);
}
